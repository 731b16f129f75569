/** What an operator has to change before the program can run: told in words, without a trace. Starting again does not mend it. */
export class ConfigFault extends Error {
  constructor(faults: readonly string[]) {
    super(`The configuration has faults:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
  }
}

/** Exit code of sysexits(3) for it, by which whoever starts the program again knows not to. */
export const configFaultExit = 78
