import { Command, CommanderError, Option } from 'commander'
import { EvenkeelError } from '../core/errors.ts'
import { faultOf } from '../fault.ts'
import {
  configFlag,
  failOnFlag,
  logLevelFlag,
  noFailFlag,
  outputFlag,
  quietFlag,
  strictFlag,
  type AcceptFlags,
  type CheckFlags,
  type EvaluateFlags,
} from './flags.ts'
import { processIo, type Io } from './io.ts'
import type { PermissionsFlags } from './permissions.ts'
import { version } from '../version.ts'

/** Designed, not built: kept out of the help, and told apart from a slip of the keyboard when called. */
const PLANNED_COMMANDS: readonly string[] = ['snapshot', 'diff', 'report', 'history', 'init', 'doctor']

const EXIT_CODES = `
Exit codes
  0   clean; info findings alone are clean
  1   findings at or above --fail-on
  2   incomplete: something could not be checked (wins over 1)
  64  wrong use of the command line or of the configuration
  70  a bug of evenkeel
`

/** Runs a command line. @param args without node and script @returns the exit code; errors are told on stderr */
export async function main(args: readonly string[], io: Io = processIo()): Promise<number> {
  let exit_code = 0
  const help: string[] = []
  const program = buildProgram(args[0], io, help, (code) => (exit_code = code))
  try {
    if (args.length === 0) throw new EvenkeelError('USAGE', `name a command: ${commandNames(program)}`)
    await program.parseAsync([...args], { from: 'user' })
    return exit_code
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) {
      await io.out(help.join(''))
      return 0
    }
    const fault = faultOf(error instanceof CommanderError ? usageFault(error, args, program) : error)
    await io.err(fault.text)
    return fault.exit_code
  }
}

/** Takes the exit code of a command. */
type End = (exit_code: number) => void

type Add = (program: Command, io: Io, end: End) => void

/** The commands in the order of the help. */
const COMMANDS: Readonly<Record<string, Add>> = {
  check: addCheck,
  daemon: addDaemon,
  demo: addDemo,
  accept: addAccept,
  validate: addValidate,
  evaluate: addEvaluate,
  permissions: addPermissions,
  explain: addExplain,
  schema: addSchema,
}

/** The program with the named command alone, so that a run builds no other; with all of them where that is none. */
function buildProgram(named: string | undefined, io: Io, help: string[], end: End): Command {
  const program = new Command('evenkeel')
    .description(
      'Where production, staging and the code that declares them disagree, and which of them moved.',
    )
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void help.push(text),
      writeErr: () => undefined,
      outputError: () => undefined,
      getOutHelpWidth: () => io.width,
    })
    .addHelpText('after', EXIT_CODES)
  const only = named !== undefined && Object.hasOwn(COMMANDS, named) ? COMMANDS[named] : undefined
  for (const add of only ? [only] : Object.values(COMMANDS)) add(program, io, end)
  if (!only) for (const name of PLANNED_COMMANDS) addPlanned(program, name)
  return program
}

function addPlanned(program: Command, name: string): void {
  program
    .command(name, { hidden: true })
    .allowUnknownOption()
    .allowExcessArguments()
    .helpOption(false)
    .action(() => {
      throw new EvenkeelError('USAGE', `${name}: this command is planned but not built yet`)
    })
}

function addCheck(program: Command, io: Io, end: End): void {
  program
    .command('check')
    .description('check once and report')
    .argument('[environment...]', 'those to check; all when left out')
    .addOption(configFlag())
    .addOption(outputFlag())
    .addOption(failOnFlag())
    .addOption(noFailFlag())
    .addOption(strictFlag())
    .addOption(quietFlag())
    .addOption(logLevelFlag('warn'))
    .action(async (environments: readonly string[], flags: CheckFlags) => {
      const { checkCommand } = await import('./check.ts')
      end(await checkCommand(environments, flags, io))
    })
}

function addDaemon(program: Command, io: Io, end: End): void {
  program
    .command('daemon')
    .description('check on the schedule of the configuration until stopped')
    .addOption(configFlag())
    .addOption(outputFlag().default([], 'none'))
    .addOption(failOnFlag())
    .addOption(strictFlag())
    .addOption(logLevelFlag('info'))
    .action(async (flags: CheckFlags) => {
      const { daemonCommand } = await import('./daemon.ts')
      end(await daemonCommand(flags, io))
    })
}

function addDemo(program: Command, io: Io, end: End): void {
  program
    .command('demo')
    .description('check the example that comes with evenkeel')
    .action(async () => {
      const { demoCommand } = await import('./demo.ts')
      end(await demoCommand(io))
    })
}

function addAccept(program: Command, io: Io, end: End): void {
  program
    .command('accept')
    .description('live with findings or a gap until a day: writes rules into the configuration')
    .argument('[fingerprint...]', 'of findings, as reports name them')
    .requiredOption('--until <date>', 'the last day, such as 2026-12-31')
    .requiredOption('--reason <text>', 'why')
    .option('--owner <name>', 'who decided')
    .option('--all', 'every finding that counts and is not accepted yet: a baseline')
    .option('--gap <code>', 'a gap of this code')
    .option('--source <name>', 'of the gap, where several sources have one')
    .option('--environment <name>', 'of the gap, where only one of several is meant')
    .option('--report <file>', 'a JSON report to take findings from, in place of a check of now')
    .addOption(configFlag())
    .addOption(logLevelFlag('warn'))
    .action(async (fingerprints: readonly string[], flags: AcceptFlags) => {
      const { acceptCommand } = await import('./accept.ts')
      end(await acceptCommand(fingerprints, flags, io))
    })
}

function addValidate(program: Command, io: Io, end: End): void {
  program
    .command('validate')
    .description('read the configuration and tell every mistake in it')
    .addOption(configFlag())
    .action(async (flags: { readonly config: string }) => {
      const { validateCommand } = await import('./validate.ts')
      end(await validateCommand(flags.config, io))
    })
}

function addEvaluate(program: Command, io: Io, end: End): void {
  const inputs: EvaluateFlags['inputs'][number][] = []
  program
    .command('evaluate')
    .description('what a Terraform root declares, evaluated without running Terraform')
    .argument('<root>', 'folder')
    .addOption(inputOption('var-file', '<file>', 'variables; repeat for several', inputs))
    .addOption(inputOption('var', '<name=value>', 'a variable; repeat for several', inputs))
    .option('--workspace <name>', 'workspace')
    .addOption(new Option('-o, --output <format>', 'format').choices(['text', 'json']).default('text'))
    .option('--explain <value>', 'how one value came about, such as aws_instance.web.instance_type')
    .option('--show-sensitive', 'print sensitive values, too')
    .action(async (root: string, flags: Omit<EvaluateFlags, 'inputs'>) => {
      const { evaluateCommand } = await import('./evaluate.ts')
      end(await evaluateCommand(root, { ...flags, inputs }, io))
    })
}

function addExplain(program: Command, io: Io, end: End): void {
  program
    .command('explain')
    .description('what an error code means')
    .argument('<code>', 'as a gap or an error names it')
    .action(async (code: string) => {
      const { explainCommand } = await import('./explain.ts')
      end(await explainCommand(code, io))
    })
}

function addSchema(program: Command, io: Io, end: End): void {
  program
    .command('schema')
    .description('JSON Schema of the configuration or of the report')
    .argument('[which]', 'config or report', 'config')
    .action(async (which: string) => {
      const { schemaCommand } = await import('./schema.ts')
      end(await schemaCommand(which, io))
    })
}

function addPermissions(program: Command, io: Io, end: End): void {
  program
    .command('permissions')
    .description('the least rights that the configured sources need: an IAM policy, RBAC manifests')
    .argument('[environment...]', 'those to read; all when left out')
    .addOption(new Option('--for <provider>', 'one of the two alone').choices(['aws', 'kubernetes']))
    .addOption(configFlag())
    .action(async (environments: readonly string[], flags: PermissionsFlags) => {
      const { permissionsCommand } = await import('./permissions.ts')
      end(await permissionsCommand(environments, flags, io))
    })
}

/** An option whose values go to one list with those of another, because their common order counts. */
function inputOption(
  flag: 'var-file' | 'var',
  value: string,
  description: string,
  inputs: EvaluateFlags['inputs'][number][],
): Option {
  return new Option(`--${flag} ${value}`, description).argParser((given: string) => {
    inputs.push({ flag, value: given })
    return given
  })
}

function commandNames(program: Command): string {
  const planned = new Set(PLANNED_COMMANDS)
  return program.commands
    .map((command) => command.name())
    .filter((name) => !planned.has(name))
    .join(', ')
}

function usageFault(error: CommanderError, args: readonly string[], program: Command): EvenkeelError {
  const message = error.message
    .replace(/^error: /, '')
    .replace(/\.?\n\(Did you mean (.*)\?\)$/s, ', did you mean $1?')
    .replace(/\.$/, '')
  const told = error.code === 'commander.help' ? `there is no command ${args.at(-1) ?? ''}` : message
  return new EvenkeelError('USAGE', `${told}; see evenkeel ${topicOf(args, program)}--help`)
}

function topicOf(args: readonly string[], program: Command): string {
  const [name] = args
  return program.commands.some((command) => command.name() === name) ? `${name} ` : ''
}
