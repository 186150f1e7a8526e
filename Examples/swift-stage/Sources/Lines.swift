import Foundation

/// A line from HomeTwin; only the members that this stage looks at.
struct Line: Decodable {
  var type: String
  var home: Int?
  var room: Int?
  var device: Int?
  var sensorType: String?
  var timeUs: Int64?
  var nowUs: Int64?
  var tick: Int?
  /// Not there where a device sent what is no number.
  var value: Double?
  /// Of `hello`: what is to be estimated.
  var quantities: [String]?
}

/// What a stage says: each a line of its own.
struct Ready: Encodable {
  var type = "ready"
  var `protocol` = 1
  var name: String
}

struct Estimate: Encodable {
  var type = "estimate"
  var home: Int
  var room: Int
  var quantity: String
  var mean: Double
  var sd: Double
}

struct Done: Encodable {
  var done: Int
}

/// Standard output, a line at a time.
struct Output {
  private let encoder = JSONEncoder()
  private var bytes = Data()

  mutating func add(_ line: some Encodable) throws {
    bytes += try encoder.encode(line)
    bytes.append(UInt8(ascii: "\n"))
  }

  mutating func flush() throws {
    try FileHandle.standardOutput.write(contentsOf: bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}
