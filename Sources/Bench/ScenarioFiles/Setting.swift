internal import Calendar
internal import Clockwork

/// A checked value with its origin: what the canonical text prints and the decoder reads.
struct Setting: Hashable, Sendable {
  enum Content: Hashable, Sendable {
    case text(String)
    case flag(Bool)
    case integer(Int64)
    case seed(UInt64)
    case quantity(Double, Dimension)
    case duration(SimDuration)
    case moment(ScenarioMoment)
    case start(Timestamp)
    case comparison(Expectation.Comparison)
    case list([Setting])
    /// In the table's order; of a free mapping, sorted by key.
    case record([Member])
  }

  struct Member: Hashable, Sendable {
    var key: String
    var value: Setting
  }

  var content: Content
  var origin: Origin

  subscript(key: String) -> Setting? {
    guard case .record(let members) = content else { return nil }
    return members.first { $0.key == key }?.value
  }

  var items: [Setting] {
    if case .list(let items) = content { return items }
    return []
  }

  var members: [Member] {
    if case .record(let members) = content { return members }
    return []
  }

  var text: String? {
    if case .text(let text) = content { return text }
    return nil
  }

  var number: Double? {
    if case .quantity(let value, _) = content { return value }
    return nil
  }

  var integer: Int64? {
    if case .integer(let value) = content { return value }
    return nil
  }

  var duration: SimDuration? {
    if case .duration(let value) = content { return value }
    return nil
  }
}
