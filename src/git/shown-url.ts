/** A text with the credentials taken out of every URL in it: `https://user:token@host` → `https://host`. */
export function withoutCredentials(text: string): string {
  return text
    .replace(/([a-z0-9+.-]:\/\/)[^/\s'"]*@/gi, '$1')
    .replace(/(https?:\/\/[^\s?'"]*)\?[^\s'"]*/gi, '$1')
}
