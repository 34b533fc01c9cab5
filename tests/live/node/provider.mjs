// Stock clients of @hocuspocus/provider over one socket, told by lines of JSON what to do, telling what happens.
import { createInterface } from 'node:readline'
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import WebSocket from 'ws'
import * as Y from 'yjs'

const [url, token, ...names] = process.argv.slice(2)
const tell = (what) => process.stdout.write(`${JSON.stringify(what)}\n`)
const socket = new HocuspocusProviderWebsocket({ url, WebSocketPolyfill: WebSocket, autoConnect: false, delay: 50, minDelay: 50, maxDelay: 200 })
socket.on('close', ({ event }) => tell({ hungUp: event.code }))

const open = (name, at, given) => {
  const doc = new Y.Doc()
  const text = doc.getText('text')
  doc.on('update', () => tell({ at, text: text.toString() }))
  const provider = new HocuspocusProvider({
    websocketProvider: socket,
    name,
    document: doc,
    token: given,
    sessionAwareness: names.filter((each) => each === name).length > 1,
    onSynced: ({ state }) => tell({ at, synced: state }),
    onUnsyncedChanges: ({ number }) => tell({ at, unsynced: number }),
    onAuthenticated: ({ scope }) => tell({ at, scope }),
    onAuthenticationFailed: ({ reason }) => tell({ at, denied: reason }),
    onStateless: ({ payload }) => tell({ at, stateless: payload }),
    onClose: ({ event }) => tell({ at, closed: event.reason }),
    onAwarenessChange: ({ states }) => tell({ at, present: states })
  })
  provider.attach()
  return { doc, text, provider }
}
const opened = names.map((name, at) => open(name, at, token))

const deeds = {
  connect: () => socket.connect(),
  disconnect: () => socket.disconnect(),
  drop: () => socket.webSocket?.terminate(),
  insert: (at, where, what) => opened[at].text.insert(where, what),
  random: (at, seed, count) => {
    const { text } = opened[at]
    let state = seed
    const below = (most) => (state = (state * 1103515245 + 12345) % 2147483648) % most
    for (let turn = 0; turn < count; turn++) {
      const where = below(text.length + 1)
      if (turn % 4 === 3 && where < text.length) text.delete(where, Math.min(2, text.length - where))
      else text.insert(where, String.fromCharCode(97 + below(26)))
    }
    tell({ at, done: seed })
  },
  stateless: (at, payload) => opened[at].provider.sendStateless(payload),
  show: (at, name, state) => opened[at].provider.setAwarenessField(name, state),
  read: (at) => tell({ at, read: opened[at].text.toString(), unsynced: opened[at].provider.unsyncedChanges }),
  leave: () => process.exit(0)
}
createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [deed, ...details] = JSON.parse(line)
    deeds[deed](...details)
  })
  .on('close', () => process.exit(0))
