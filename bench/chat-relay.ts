import { WebSocketServer } from 'ws'

/** The least that a chat can be: what one side of a conversation sends goes to the other, and is kept nowhere. */
const rooms = new Map<string, Set<import('ws').WebSocket>>()
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })

server.on('connection', (socket, request) => {
  const names = new URL(request.url ?? '/', 'http://relay').searchParams.get('rooms')?.split(',') ?? []
  for (const name of names) rooms.set(name, (rooms.get(name) ?? new Set()).add(socket))
  socket.on('message', (data) => {
    const text = String(data)
    const { caseId } = JSON.parse(text) as { caseId: string }
    for (const other of rooms.get(caseId) ?? []) if (other !== socket) other.send(text)
  })
  socket.on('close', () => {
    for (const name of names) rooms.get(name)?.delete(socket)
  })
  socket.send('{"type":"ready"}')
})
server.on('listening', () => {
  console.log((server.address() as { port: number }).port)
})
