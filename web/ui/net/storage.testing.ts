/** A browser's storage in the memory of a test, as it is reached from the page of an app; answers what is stored. */
export function standInStorage(app: 'customer' | 'desk', roomCharacters = Number.POSITIVE_INFINITY) {
  const stored = new Map<string, string>()
  const localStorage = {
    get length() {
      return stored.size
    },
    key: (place: number) => [...stored.keys()][place] ?? null,
    getItem: (name: string) => stored.get(name) ?? null,
    removeItem: (name: string) => void stored.delete(name),
    setItem(name: string, text: string) {
      if (text.length > roomCharacters) throw new Error('QuotaExceededError')
      stored.set(name, text)
    },
  }
  Object.assign(globalThis, { localStorage, document: { documentElement: { dataset: { app } } } })
  return stored
}
