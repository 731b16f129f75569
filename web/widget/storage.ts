/** A browser may refuse storage to a page in a frame: then what would be stored lasts as long as the page. */
class MemoryStorage
  extends Map<string, string>
  implements Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>
{
  get length() {
    return this.size
  }
  key = (place: number) => [...this.keys()][place] ?? null
  getItem = (key: string) => this.get(key) ?? null
  setItem = (key: string, value: string) => void this.set(key, value)
  removeItem = (key: string) => void this.delete(key)
}

for (const name of ['localStorage', 'sessionStorage'] as const) {
  try {
    window[name].getItem('dompet')
  } catch {
    Object.defineProperty(window, name, { value: new MemoryStorage() })
  }
}

export {}
