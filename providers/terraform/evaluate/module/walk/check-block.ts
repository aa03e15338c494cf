import type { Steps } from '../../../graph/node.ts'
import type { Repetition, ResourceConfig } from '../../../module/config.ts'
import { resourceKey } from '../../../module/config.ts'
import { BodyDecoding } from '../../body/decode-body.ts'
import { DYNAMIC_UNKNOWN } from '../../types/value.ts'
import type { ExpressionScope } from '../expression-scope.ts'
import { checkMeta } from '../check-meta.ts'
import { aimless } from '../conditions.ts'
import { need } from '../module-instance.ts'
import { NO_KEY, expand } from '../repetition.ts'
import type { StaticModule } from './static-module.ts'
import { SOME_INDEX, SOME_KEY } from './static-scope.ts'

/** Notes what is wrong with a resource whatever its instances are (terraform/node_resource_validate.go). */
export function* checkResource(module: StaticModule, config: ResourceConfig): Steps<void> {
  const { type, name, mode } = config
  const { root } = module
  const key = resourceKey(mode, type, name)
  if (module.isOverridden(mode === 'managed' ? `resource.${key}` : key)) return
  yield* checkRepetition(module, config)
  const scope = module.scopeOf(config.count ? SOME_INDEX : config.for_each ? SOME_KEY : NO_KEY)
  const schema = root.schemas.of(mode, type)
  const { refusals } = yield* new BodyDecoding(config.body, schema).decode(scope)
  root.faults.refused(refusals)
  root.faults.refused(checkMeta(module, config, schema))
  yield* need(module.providers.node(config.provider, type) ?? undefined)
  yield* checkConditions(module, config, module.scopeOf(scope.key, DYNAMIC_UNKNOWN))
}

/** `count` or `for_each`, as far as it is known without any variable. */
export function* checkRepetition(module: StaticModule, config: Repetition): Steps<void> {
  const expansion = yield* expand(config, module.scope)
  if (expansion.kind === 'unknown' && !expansion.why.open) module.root.faults.refused(expansion.why.refusals)
}

/** Conditions have to be right as expressions; what comes of them, instances tell. */
function* checkConditions(
  { root }: StaticModule,
  config: ResourceConfig,
  scope: ExpressionScope,
): Steps<void> {
  for (const block of config.conditions) {
    const { condition, error_message: message } = Object.fromEntries(block.body.attributes)
    const refusal = condition && aimless(block, condition.expression)
    if (refusal) root.faults.refused([refusal])
    for (const attribute of [condition, message])
      if (attribute) root.faults.refused((yield* scope.evaluate(attribute.expression)).refusals)
  }
}
