import type { z } from 'zod'
import type { articleBlock } from './help.ts'

export type Block = z.infer<typeof articleBlock>
export type Run = { text: string; bold: boolean }

const listItem = /^(?:-|\d+\.) +/
const numbered = /^\d+\. +/

/**
 * Reads the small part of Markdown that articles use: `## heading`, `> note`, `1. step`, `- item`, plain paragraphs (one
 * a line) and `**bold**`. Everything else stays text: the apps draw runs as text, so an article can carry no HTML. Server and editor read alike.
 * Throws, with the line, on a bold mark that is never closed.
 */
export function readMarkdown(source: string): Block[] {
  const blocks: Block[] = []
  for (const line of source.split('\n').map((raw) => raw.trim())) {
    if (line === '') continue
    const last = blocks.at(-1)
    const block = readLine(line)
    if ('items' in block && last && 'items' in last && last.kind === block.kind) last.items.push(...block.items)
    else blocks.push(block)
  }
  return blocks
}

/** The words of an article alone, for the search index. */
export function plainText(blocks: readonly Block[]): string {
  return blocks
    .flatMap((block) => ('items' in block ? block.items : [block.runs]))
    .map((runs) => runs.map((run) => run.text).join(''))
    .join('\n')
}

function readLine(line: string): Block {
  if (listItem.test(line))
    return { kind: numbered.test(line) ? 'steps' : 'list', items: [readRuns(line.replace(listItem, ''))] }
  if (line.startsWith('## ')) return { kind: 'heading', runs: readRuns(line.slice(3)) }
  if (line.startsWith('> ')) return { kind: 'note', runs: readRuns(line.slice(2)) }
  return { kind: 'paragraph', runs: readRuns(line) }
}

function readRuns(text: string): Run[] {
  const parts = text.split('**')
  if (parts.length % 2 === 0) throw new Error(`a bold mark is not closed: ${text}`)
  return parts.map((part, index) => ({ text: part, bold: index % 2 === 1 })).filter((run) => run.text !== '')
}
