/// Shapes in words: what a message expects, what the help says.
enum ShapeText {
  static let timeUnits = DurationText.units.map(\.symbol).joined(separator: ", ")
  /// A fault may be absurd, but not beyond what a sensor's reading can hold.
  static let faultRange = -1e9...1e9

  /// What a value should have been: `a temperature such as 20 °C in -30...60 °C`.
  static func expected(_ shape: Shape, sensorKind: Scenario.SensorKind? = nil) -> String {
    switch shape {
    case .text(let form): return form.noun
    case .flag: return "true or false"
    case .integer(let range):
      return "a whole number in \(range.lowerBound)...\(range.upperBound)"
    case .seed: return "a whole number in 0...\(UInt64.max)"
    case .quantity(let dimension, let range): return quantity(dimension, range)
    case .size:
      return sensorKind?.sizeDimension.map { quantity($0, faultRange) }
        ?? "a size in the sensors' unit, such as 0.8 K"
    case .slope:
      return sensorKind?.rateDimension.map { quantity($0, faultRange) }
        ?? "a slope in the sensors' unit, such as 0.2 K/day"
    case .duration(let form):
      let range = "\(DurationText.text(form.lower))...\(DurationText.text(form.upper))"
      return "a duration such as \(form.example) in \(range)"
        + (form.word.map { ", or '\($0)'" } ?? "")
    case .moment: return "a duration since the start such as 2d, or a time such as 2024-01-17T06:00"
    case .start: return "a date such as 2024-01-15, or a local time such as 2024-01-15T06:00"
    case .choice(let words):
      return words.count == 1
        ? "'\(words[0].text)'" : "one of " + words.map(\.text).joined(separator: ", ")
    case .comparison: return "a limit such as \"<= 0.15\", \">= 0.8\" or \"in 0.90...0.99\""
    case .list(let item, let count, _): return list(item, count)
    case .record, .variants, .map: return "a mapping of keys and values"
    case .either(let scalar, let mapping): return "\(expected(scalar)), or \(expected(mapping))"
    }
  }

  private static func quantity(_ dimension: Dimension, _ range: ClosedRange<Double>) -> String {
    let unit = dimension.isBare ? "" : " \(dimension.symbol)"
    if range == faultRange { return "\(dimension.noun) such as \(dimension.example)" }
    let (low, high) = (NumberText.text(range.lowerBound), NumberText.text(range.upperBound))
    return "\(dimension.noun) such as \(dimension.example) in \(low)...\(high)\(unit)"
  }

  private static func list(_ item: Shape, _ count: ClosedRange<Int>) -> String {
    let size =
      count.lowerBound > 0
      ? "a list of \(count.lowerBound)...\(count.upperBound) entries"
      : "a list of at most \(count.upperBound) entries"
    return "\(size), each \(expected(item))"
  }

  /// The type in a few words, for help: `duration`, `temperature`, `one of a, b`.
  static func brief(_ shape: Shape) -> String {
    switch shape {
    case .text: "text"
    case .flag: "true or false"
    case .integer(let range): "\(range.lowerBound)...\(range.upperBound)"
    case .seed: "0...\(UInt64.max)"
    case .quantity(let dimension, let range):
      "\(dimension.noun.split(separator: " ").dropFirst().joined(separator: " ")), "
        + "\(NumberText.text(range.lowerBound))...\(NumberText.text(range.upperBound))"
        + (dimension.isBare ? "" : " \(dimension.symbol)")
    case .size: "size in the sensors' unit: K, %, ppm, lx, W"
    case .slope: "slope in the sensors' unit per day: K/day, %/day, ..."
    case .duration(let form):
      "duration, \(DurationText.text(form.lower))...\(DurationText.text(form.upper))"
        + (form.word.map { ", or \($0)" } ?? "")
    case .moment: "duration since the start, or ISO time"
    case .start: "ISO date, or date and time, without an offset"
    case .choice(let words): words.map(\.text).joined(separator: " | ")
    case .comparison: "limit: <= x, < x, >= x, > x, in x...y"
    case .list(let item, _, _): "list of " + brief(item)
    case .record, .variants: "mapping"
    case .map: "mapping of score ids to limits"
    case .either(let scalar, let mapping): "\(brief(scalar)), or \(brief(mapping))"
    }
  }
}
