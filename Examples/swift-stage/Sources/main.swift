// Fuses sensors by a mean that forgets: the younger a reading, the more it weighs.
//
//   swift build -c release --package-path Examples/swift-stage
//   hometwin stage test fuse Examples/swift-stage/.build/release/swift-stage
//   hometwin run Examples/swift-stage.yaml

import Foundation

let decoder = JSONDecoder()
decoder.keyDecodingStrategy = .convertFromSnakeCase
var output = Output()
var rooms = Rooms()

while let text = readLine() {
  let line = try decoder.decode(Line.self, from: Data(text.utf8))
  switch line.type {
  case "hello":
    rooms.quantities = line.quantities ?? []
    try output.add(Ready(name: "a mean that forgets"))
    try output.flush()
  case "reading": rooms.observe(line)
  case "tick":
    for estimate in rooms.estimates(nowUs: line.nowUs ?? 0) { try output.add(estimate) }
    try output.add(Done(done: line.tick ?? 0))
    try output.flush()
  default: break
  }
}
