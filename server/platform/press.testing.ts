import { runPress } from './press-thread.ts'

/** Documents of the press's own test. */
const about = () => ({ title: 'Test', author: 'Test', language: 'en', at: new Date(0) })

runPress({
  /** One page for each piece. */
  pages: {
    about,
    async set(paper, _facts, pieces: AsyncIterable<string>) {
      for await (const text of pieces) {
        await paper.prepare([text], 450)
        paper.text(text, 40, 40, { size: 12 })
        await paper.nextPage()
      }
      paper.end()
    },
  },
  wrong: {
    about,
    set: async () => {
      throw new Error('this cannot be set')
    },
  },
  last: { about, set: async () => process.exit(1) },
})
