import Clockwork

/// A JSON text that is well formed but is not the message, reading or plan it should be.
public struct JSONMessageError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Which line of the message, from 1.
  public var line: Int
  /// The member, such as `plan.devices[3].index`; empty for the whole line.
  public var path: String
  public var message: String
  /// The same as the pipeline's ledger counts it.
  public var reason: RejectReason

  public var description: String {
    path.isEmpty ? "\(line): \(message)" : "\(line): \(path): \(message)"
  }
}

/// Takes typed members from an object and says which one is wrong.
struct JSONFields {
  let value: JSONValue
  let path: String
  let line: Int

  init(_ value: JSONValue, path: String = "", line: Int) throws(JSONMessageError) {
    self.value = value
    self.path = path
    self.line = line
    guard case .object = value else {
      throw error(at: path, "found \(value.kindText), expected an object")
    }
  }

  func has(_ name: String) -> Bool {
    if let member = value[name] { member != .null } else { false }
  }

  func text(_ name: String) throws(JSONMessageError) -> String {
    let member = try require(name, "a text")
    guard let text = member.stringValue else { throw mismatch(name, member, "a text") }
    return text
  }

  func number(_ name: String) throws(JSONMessageError) -> Double {
    let member = try require(name, "a number")
    guard let number = member.doubleValue else { throw mismatch(name, member, "a number") }
    return number
  }

  func flag(_ name: String) throws(JSONMessageError) -> Bool {
    let member = try require(name, "true or false")
    guard let flag = member.boolValue else { throw mismatch(name, member, "true or false") }
    return flag
  }

  /// An integer that fits its type.
  func integer<T: FixedWidthInteger>(
    _ name: String, as type: T.Type = T.self
  ) throws(JSONMessageError) -> T {
    let expected = "an integer in \(T.min)...\(T.max)"
    let member = try require(name, expected)
    guard let integer = member.integerValue, let exact = T(exactly: integer) else {
      throw mismatch(name, member, expected)
    }
    return exact
  }

  func integer<T: FixedWidthInteger>(
    _ name: String, default value: T
  ) throws(JSONMessageError) -> T {
    has(name) ? try integer(name) : value
  }

  /// A moment, by its microseconds if they are there, else by its text.
  func time(_ name: String) throws(JSONMessageError) -> SimTime {
    if has(name + "_us") { return SimTime(microseconds: try integer(name + "_us")) }
    let text = try text(name)
    guard let time = JSONTimestamp.parse(text) else {
      throw error(
        at: name,
        "found \"\(text.prefix(40))\", expected a time such as "
          + "2024-09-02T10:00:00Z")
    }
    return time
  }

  func list(_ name: String) throws(JSONMessageError) -> [JSONValue] {
    let member = try require(name, "a list")
    guard let list = member.arrayValue else { throw mismatch(name, member, "a list") }
    return list
  }

  /// A list of numbers that stay finite as `Float`.
  func floats(_ name: String) throws(JSONMessageError) -> [Float] {
    var floats: [Float] = []
    for (index, element) in try list(name).enumerated() {
      guard let number = element.doubleValue, Float(number).isFinite else {
        throw mismatch("\(name)[\(index)]", element, "a number")
      }
      floats.append(Float(number))
    }
    return floats
  }

  /// Reads each element of a list as an object.
  func objects<T>(
    _ name: String, _ read: (JSONFields) throws(JSONMessageError) -> T
  ) throws(JSONMessageError) -> [T] {
    var result: [T] = []
    for (index, element) in try list(name).enumerated() {
      let fields = try JSONFields(element, path: full("\(name)[\(index)]"), line: line)
      result.append(try read(fields))
    }
    return result
  }

  func object(_ name: String) throws(JSONMessageError) -> JSONFields {
    try JSONFields(try require(name, "an object"), path: full(name), line: line)
  }

  func mismatch(_ name: String, _ found: JSONValue, _ expected: String) -> JSONMessageError {
    error(at: full(name), "found \(found.kindText), expected \(expected)")
  }

  func error(
    at path: String, _ message: String, reason: RejectReason = .badValue
  ) -> JSONMessageError {
    JSONMessageError(line: line, path: path, message: message, reason: reason)
  }

  func full(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  private func require(
    _ name: String, _ expected: String
  ) throws(JSONMessageError) -> JSONValue {
    guard let member = value[name] else {
      throw error(at: full(name), "is missing, expected \(expected)")
    }
    return member
  }
}
