import { Command } from 'commander'

/** A command with the options all have. */
export const newCommand = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .option('--config <file>', 'configuration file (default: carillon.json, if there is one)')
    .option('--data-folder <path>', 'data folder (default: ./.carillon)')

/** A command that prints facts. */
export const newFactCommand = (name: string, description: string): Command =>
  newCommand(name, description).option('--json', 'print JSON')
