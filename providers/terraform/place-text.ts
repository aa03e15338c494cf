import type { Range } from './hcl/ast.ts'

/** A range as Terraform's messages write it: `main.tf:17,1-14`, over several lines `main.tf:17,1-19,2`. */
export function placeText({ file, start, end }: Range): string {
  const to = start.line === end.line ? String(end.column) : `${end.line},${end.column}`
  return `${file}:${start.line},${start.column}-${to}`
}
