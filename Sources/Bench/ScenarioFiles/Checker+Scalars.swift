internal import Calendar
internal import Clockwork

extension Checker {
  /// Checks a single value that is present.
  mutating func scalar(_ text: String, _ tree: Tree, _ shape: Shape, at path: String) -> Setting? {
    let content: Setting.Content?
    switch shape {
    case .text(let form): content = form.allows(text) ? .text(text) : nil
    case .flag: content = ["true": true, "false": false][text].map { .flag($0) }
    case .integer(let range): content = integer(text, in: range).map { .integer($0) }
    case .seed: content = NumberText.magnitude(text).map { .seed($0) }
    case .choice(let words):
      guard words.contains(where: { $0.text == text }) else {
        let problem = ScenarioError.Problem.unknownChoice(
          key: lead(path), found: text, choices: words.map(\.text))
        add(problem, at: path, from: tree.origin)
        return nil
      }
      content = .text(text)
    case .comparison: content = Expectation.Comparison(text).map { .comparison($0) }
    case .quantity(let dimension, let range):
      return quantity(text, tree, dimension, range, at: path)
    case .size: return measured(text, tree, { $0.sizeDimension }, shape, at: path)
    case .slope: return measured(text, tree, { $0.rateDimension }, shape, at: path)
    case .duration(let form): return duration(text, tree, form, at: path)
    case .moment: return moment(text, tree, at: path)
    case .start: return start(text, tree, at: path)
    case .list, .record, .variants, .map, .either: content = nil
    }
    guard let content else {
      reject(tree, at: path, expected: ShapeText.expected(shape))
      return nil
    }
    return Setting(content: content, origin: tree.origin)
  }

  private func integer(_ text: String, in range: ClosedRange<Int64>) -> Int64? {
    let isNegative = text.hasPrefix("-")
    guard let magnitude = NumberText.magnitude(isNegative ? String(text.dropFirst()) : text),
      magnitude <= UInt64(Int64.max)
    else { return nil }
    let value = isNegative ? -Int64(magnitude) : Int64(magnitude)
    return range.contains(value) ? value : nil
  }

  private mutating func quantity(
    _ text: String, _ tree: Tree, _ dimension: Dimension, _ range: ClosedRange<Double>,
    at path: String
  ) -> Setting? {
    // Only asked for when something is wrong.
    var expected: String { ShapeText.expected(.quantity(dimension, range)) }
    do {
      let value = try QuantityText.value(text, in: dimension)
      if range.contains(value) {
        return Setting(content: .quantity(value, dimension), origin: tree.origin)
      }
      reject(tree, at: path, expected: expected)
    } catch {
      let known = "\(expected); units: \(dimension.unitList)"
      switch error {
      case .notANumber: reject(tree, at: path, expected: expected)
      case .unitMissing: rejectUnit(nil, tree, at: path, expected: known)
      case .wrongUnit(let unit): rejectUnit(unit, tree, at: path, expected: known)
      }
    }
    return nil
  }

  private mutating func rejectUnit(
    _ unit: String?, _ tree: Tree, at path: String, expected: String
  ) {
    let what = unit.map { "in '\(Quoted.shortened($0))'" } ?? "without a unit"
    reject(tree, at: path, found: "\(tree.found) \(what)", expected: expected)
  }

  /// A fault's size or slope, whose unit the kind of the sensors decides.
  private mutating func measured(
    _ text: String, _ tree: Tree, _ dimension: (Scenario.SensorKind) -> Dimension?, _ shape: Shape,
    at path: String
  ) -> Setting? {
    // Without a kind nothing can be said here; the missing kind itself is reported.
    guard let sensorKind else { return nil }
    guard let dimension = dimension(sensorKind) else {
      let kinds = Scenario.SensorKind.allCases.filter { $0.sizeDimension != nil }.map(\.rawValue)
      let others =
        sensorKind.isBinary ? "stuck, dropout and spikes without a size strike them; or " : ""
      add(
        .conflict(
          "readings of kind '\(sensorKind.rawValue)' have no size that could be off; \(others)"
            + "choose one of " + kinds.joined(separator: ", ")),
        at: path, from: tree.origin)
      return nil
    }
    return quantity(text, tree, dimension, ShapeText.faultRange, at: path)
  }

  private mutating func duration(
    _ text: String, _ tree: Tree, _ form: Shape.DurationForm, at path: String
  ) -> Setting? {
    if let word = form.word, text == word {
      return Setting(content: .text(word), origin: tree.origin)
    }
    let shape = Shape.duration(form)
    guard let value = durationValue(text, tree, shape, at: path) else { return nil }
    guard value >= form.lower, value <= form.upper else {
      reject(tree, at: path, expected: ShapeText.expected(shape))
      return nil
    }
    return Setting(content: .duration(value), origin: tree.origin)
  }

  private mutating func durationValue(
    _ text: String, _ tree: Tree, _ shape: Shape, at path: String
  ) -> SimDuration? {
    do {
      return try DurationText.value(text)
    } catch {
      let expected = ShapeText.expected(shape)
      let known = "\(expected); units: \(ShapeText.timeUnits)"
      switch error {
      case .notADuration, .tooLong: reject(tree, at: path, expected: expected)
      case .unitMissing: rejectUnit(nil, tree, at: path, expected: known)
      case .wrongUnit(let unit): rejectUnit(unit, tree, at: path, expected: known)
      case .tooFine: reject(tree, at: path, expected: "\(expected), in whole microseconds")
      }
    }
    return nil
  }

  private mutating func moment(_ text: String, _ tree: Tree, at path: String) -> Setting? {
    // A year and a dash begin a date; all else is meant as a duration.
    let isDate = text.unicodeScalars.dropFirst(4).first == "-"
    if isDate {
      switch CivilText.timestamp(text, allowsOffset: true) {
      case .success(let timestamp):
        return Setting(content: .moment(.at(timestamp)), origin: tree.origin)
      case .failure(let failure):
        let found = "\(tree.found) (\(failure.why))"
        reject(tree, at: path, found: found, expected: ShapeText.expected(.moment))
        return nil
      }
    }
    guard let value = durationValue(text, tree, .moment, at: path) else { return nil }
    guard value >= .zero, value <= .days(3660) else {
      reject(tree, at: path, expected: ShapeText.expected(.moment))
      return nil
    }
    return Setting(content: .moment(.sinceStart(value)), origin: tree.origin)
  }

  private mutating func start(_ text: String, _ tree: Tree, at path: String) -> Setting? {
    switch CivilText.timestamp(text, allowsOffset: false) {
    case .success(let timestamp):
      return Setting(content: .start(timestamp), origin: tree.origin)
    case .failure(let failure):
      let found = tree.found + (text.first?.isNumber == true ? " (\(failure.why))" : "")
      reject(tree, at: path, found: found, expected: ShapeText.expected(.start))
      return nil
    }
  }
}
