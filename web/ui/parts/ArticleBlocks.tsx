import { Info } from 'lucide-react'
import type { Article } from '../../../contract/help.ts'

type Block = Article['blocks'][number]
type Run = { text: string; bold: boolean }

/** An answer as plain paragraphs, steps and notes. */
export function ArticleBlocks({ blocks }: { blocks: readonly Block[] }) {
  return (
    <div className="flex max-w-prose flex-col gap-4">
      {blocks.map((block, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an article is replaced as a whole
        <BlockPaper key={place} block={block} />
      ))}
    </div>
  )
}

function BlockPaper({ block }: { block: Block }) {
  switch (block.kind) {
    case 'heading':
      return (
        <h2 className="mt-3 text-20 font-bold">
          <Runs runs={block.runs} />
        </h2>
      )
    case 'paragraph':
      return (
        <p>
          <Runs runs={block.runs} />
        </p>
      )
    case 'note':
      return (
        <p className="flex gap-3 rounded-card bg-info-soft px-4 py-3">
          <Info aria-hidden size="1.375rem" strokeWidth={1.75} className="mt-0.5 shrink-0 text-info" />
          <span>
            <Runs runs={block.runs} />
          </span>
        </p>
      )
    case 'steps':
      return (
        <ol className="flex list-decimal flex-col gap-2 pl-6 marker:font-strong marker:text-accent">
          {block.items.map((runs, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an article is replaced as a whole
            <li key={place} className="pl-1">
              <Runs runs={runs} />
            </li>
          ))}
        </ol>
      )
    case 'list':
      return (
        <ul className="flex list-disc flex-col gap-2 pl-6 marker:text-accent">
          {block.items.map((runs, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an article is replaced as a whole
            <li key={place} className="pl-1">
              <Runs runs={runs} />
            </li>
          ))}
        </ul>
      )
  }
}

function Runs({ runs }: { runs: readonly Run[] }) {
  return runs.map((run, place) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: an article is replaced as a whole
    run.bold ? <b key={place}>{run.text}</b> : <span key={place}>{run.text}</span>,
  )
}

/** The words of a block, for reading aloud. */
export function textOf(block: Block): string {
  const say = (runs: readonly Run[]) => runs.map((run) => run.text).join('')
  return 'runs' in block ? say(block.runs) : block.items.map(say).join('. ')
}
