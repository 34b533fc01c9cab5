// A stock y-websocket client that is told by lines of JSON what to do, and tells by lines of JSON what happens.
import { createInterface } from 'node:readline'
import WebSocket from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

const [server, room, token, client] = process.argv.slice(2)
const tell = (what) => process.stdout.write(`${JSON.stringify(what)}\n`)

const doc = new Y.Doc()
if (client) doc.clientID = Number(client)
const text = doc.getText('text')
const provider = new WebsocketProvider(server, room, doc, {
  params: { token },
  connect: false,
  disableBc: true,
  WebSocketPolyfill: WebSocket
})
doc.on('update', () => tell({ text: text.toString() }))
provider.on('status', ({ status }) => tell({ status }))
provider.on('sync', (synced) => tell({ synced }))
provider.on('connection-close', (event) => tell({ closed: event?.code ?? null }))
provider.awareness.on('change', () => tell({ present: [...provider.awareness.getStates().entries()] }))

const deeds = {
  connect: () => provider.connect(),
  disconnect: () => provider.disconnect(),
  insert: (at, what, format) => text.insert(at, what, format),
  delete: (at, length) => text.delete(at, length),
  format: (at, length, format) => text.format(at, length, format),
  show: (name, state) => provider.awareness.setLocalStateField(name, state),
  read: () => tell({ text: text.toString(), delta: text.toDelta() }),
  leave: () => process.exit(0)
}
createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [deed, ...details] = JSON.parse(line)
    deeds[deed](...details)
  })
  .on('close', () => process.exit(0))
tell({ client: doc.clientID })
