/** Words that are names, some of them keywords elsewhere; the last need hcl's own columns. */
export const NAMES = [
  'a',
  'b',
  'var',
  'local',
  'each',
  'x1',
  'a-b',
  '_',
  'for',
  'in',
  'if',
  'null',
  'true',
  'false',
  'endif',
  'größe',
  'ключ',
  '名前',
  'cafe\u0301',
  'क्षेत्र',
] as const

/** Numbers in every spelling. */
export const NUMBERS = [
  '0',
  '1',
  '42',
  '1.5',
  '0.10',
  '1e3',
  '1E-7',
  '2.5e+10',
  '1.e3',
  '007',
  '12345678901234567890',
] as const

/** Text of strings: escapes of all kinds, markers that open nothing, clusters of several code points. */
export const TEXTS = [
  '\u200d',
  '\u200d👩',
  '각',
  'ᄀ',
  '🏽',
  '\u0600',
  '\u093e',
  '\ufffd',
  '\ufeff',
  '\u0085',
  '\ufe0f',
  '1️⃣',
  'a',
  ' ',
  'hello world',
  'é',
  'e\u0301',
  '👩‍👩‍👧',
  '🇩🇪',
  'क्षि',
  '日本',
  '\u00a0',
  '  ',
  '\t',
  '$',
  '%',
  '$$',
  '%%',
  '{',
  '}',
  '$${',
  '%%{',
  '$$${',
  '$${a}',
  '#',
  '//',
  '/*',
  "'",
  '`',
  '~',
  '=',
  ':',
  '\u2028',
  '\u200b',
  'ﬁ',
  '\u212b',
  '~}',
] as const

/** Escapes of quoted strings. */
export const ESCAPES = [
  '\\n',
  '\\t',
  '\\r',
  '\\"',
  '\\\\',
  '\\u00e9',
  '\\u0301',
  '\\U0001F600',
  '\\\\n',
] as const
/** Comments that may stand anywhere. */
export const COMMENTS = ['/* c */', '/**/', '/* é\n * */', '/* // # " ${ */'] as const
/** Comments that need a line break behind them. */
export const LINE_COMMENTS = ['#', '# c', '// c', '#é ${', '// "', '#/* x'] as const
/** Every operator of two sides. */
export const OPERATORS = ['+', '-', '*', '/', '%', '==', '!=', '<', '>', '<=', '>=', '&&', '||'] as const
