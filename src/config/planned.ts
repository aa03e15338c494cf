/**
 * Settings that are designed but not built yet, as patterns over the configuration's paths. They are refused with
 * CONFIG_NOT_BUILT. Only what the schema does not know is looked up here, so a setting that gets built needs no change;
 * take its line out all the same.
 */
export const PLANNED: readonly string[] = ['store', 'notify.slack.token', 'notify.slack.channel']
