internal import Telemetry

/// The members of one line that a program has written.
struct StageFields {
  private let value: JSONValue

  init(_ value: JSONValue) throws(StageFault) {
    guard case .object = value else {
      throw .garbage("found \(value.kindText), expected a JSON object")
    }
    self.value = value
  }

  var type: String { value["type"]?.stringValue ?? "" }

  func isNull(_ name: String) -> Bool {
    guard let member = value[name] else { return true }
    return member == .null
  }

  func integer(_ name: String) throws(StageFault) -> Int64 {
    guard let number = value[name]?.integerValue else { throw wrong(name, "a whole number") }
    return number
  }

  func number(_ name: String) throws(StageFault) -> Double {
    guard let number = Self.limited(value[name]) else {
      throw wrong(name, "a number \(Self.limitText)")
    }
    return number
  }

  private static let limitText = "from -\(ConclusionLimit.text) to \(ConclusionLimit.text)"

  private static func limited(_ value: JSONValue?) -> Double? {
    guard let number = value?.doubleValue, number.magnitude <= ConclusionLimit.magnitudeMax else {
      return nil
    }
    return number
  }

  /// A text, or nothing for none.
  func text(_ name: String) throws(StageFault) -> String {
    guard !isNull(name) else { return "" }
    guard let text = value[name]?.stringValue else { throw wrong(name, "a text") }
    return text
  }

  func flag(_ name: String) throws(StageFault) -> Bool {
    guard let flag = value[name]?.boolValue else { throw wrong(name, "true or false") }
    return flag
  }

  /// A list of any length, empty where there is none.
  func list(_ name: String) throws(StageFault) -> [JSONValue] {
    guard !isNull(name) else { return [] }
    guard let values = value[name]?.arrayValue else { throw wrong(name, "a list") }
    return values
  }

  func array(_ name: String, count: Int) throws(StageFault) -> [JSONValue] {
    guard let values = value[name]?.arrayValue, values.count == count else {
      throw wrong(name, "a list of \(count)")
    }
    return values
  }

  func numbers(_ name: String, count: Int) throws(StageFault) -> [Double] {
    try Self.numbers(value[name] ?? .null, name, count: count)
  }

  static func numbers(
    _ value: JSONValue, _ name: String, count: Int
  ) throws(StageFault) -> [Double] {
    guard let values = value.arrayValue, values.count == count else {
      throw .garbage("\(name): found \(value.kindText), expected a list of \(count) numbers")
    }
    var numbers: [Double] = []
    for value in values {
      guard let number = limited(value) else {
        throw .garbage("\(name): found \(value.kindText), expected numbers \(limitText)")
      }
      numbers.append(number)
    }
    return numbers
  }

  func word<Choice>(
    _ name: String, among choices: [Choice], _ text: (Choice) -> String
  ) throws(StageFault) -> Choice {
    let found = value[name]?.stringValue
    guard let choice = choices.first(where: { text($0) == found }) else {
      throw wrong(name, "one of " + choices.map(text).joined(separator: ", "))
    }
    return choice
  }

  private func wrong(_ name: String, _ expected: String) -> StageFault {
    .garbage("\(name): found \(value[name]?.kindText ?? "nothing"), expected \(expected)")
  }
}
