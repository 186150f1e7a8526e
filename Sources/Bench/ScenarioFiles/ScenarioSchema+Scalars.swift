internal import Clockwork

extension ScenarioSchema {
  /// The schema of a single value.
  static func scalar(_ shape: Shape) -> JSONText {
    switch shape {
    case .text(let form):
      var members: [(String, JSONText)] = [
        ("type", .string("string")), ("minLength", .number("1")),
        ("maxLength", .number("\(form.characterCountMax)")),
      ]
      if let pattern = form.pattern { members.append(("pattern", .string(pattern))) }
      return .object(members)
    case .flag: return .object([("type", .string("boolean"))])
    case .integer(let range): return integer("\(range.lowerBound)", "\(range.upperBound)")
    case .seed: return integer("0", "\(UInt64.max)")
    case .quantity(let dimension, let range): return quantity(dimension, range)
    case .size: return anyUnit(Scenario.SensorKind.allCases.compactMap(\.sizeDimension))
    case .slope: return anyUnit(Scenario.SensorKind.allCases.compactMap(\.rateDimension))
    case .duration(let form): return duration(form)
    case .moment:
      return .object([
        (
          "anyOf",
          .array([
            pattern(DurationText.pattern, ["2d", "0s"]),
            pattern(CivilText.momentPattern, ["2024-01-17T06:00"]), zero,
          ])
        )
      ])
    case .start: return pattern(CivilText.localPattern, ["2024-01-15"])
    case .choice(let words):
      // An unquoted null is a word here, but a value of its own to editors.
      let null: [JSONText] = words.contains { $0.text == "null" } ? [.null] : []
      return .object([("enum", .array(words.map { .string($0.text) } + null))])
    case .comparison:
      let number = #"[-+]?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?"#
      return pattern(
        #"^ *((<=|>=|<|>|≤|≥) *\#(number)|in +\#(number) *\.\.\. *\#(number)) *$"#,
        ["<= 0.15", ">= 0.8", "in 0.90...0.99"])
    case .list, .record, .variants, .map, .either: return .object([])
    }
  }

  private static var zero: JSONText { .object([("const", .number("0"))]) }

  private static func integer(_ low: String, _ high: String) -> JSONText {
    .object([
      ("type", .string("integer")), ("minimum", .number(low)), ("maximum", .number(high)),
    ])
  }

  private static func duration(_ form: Shape.DurationForm) -> JSONText {
    let isSigned = form.lower < .zero
    let text = pattern(
      isSigned ? DurationText.signedPattern : DurationText.pattern, [form.example])
    var forms = [text]
    if form.lower <= .zero { forms.append(zero) }
    if let word = form.word { forms.append(.object([("const", .string(word))])) }
    return forms.count == 1 ? text : .object([("anyOf", .array(forms))])
  }

  private static func quantity(
    _ dimension: Dimension, _ range: ClosedRange<Double>
  ) -> JSONText {
    let text = pattern(
      unitPattern([dimension]), dimension.example.components(separator: " or "))
    guard dimension.isBare || dimension.aliases[""] != nil else { return text }
    let number = JSONText.object([
      ("type", .string("number")), ("minimum", .number(NumberText.text(range.lowerBound))),
      ("maximum", .number(NumberText.text(range.upperBound))),
    ])
    return .object([("anyOf", .array([number, text]))])
  }

  private static func anyUnit(_ dimensions: [Dimension]) -> JSONText {
    let text = pattern(unitPattern(dimensions), [dimensions.first?.example ?? ""])
    guard dimensions.contains(where: \.isBare) else { return text }
    return .object([("anyOf", .array([.object([("type", .string("number"))]), text]))])
  }

  /// Numbers in any of the units; an empty unit is left to the schema's numbers.
  private static func unitPattern(_ dimensions: [Dimension]) -> String {
    var symbols: [String] = []
    for dimension in dimensions {
      let all = dimension.units.map(\.symbol) + dimension.aliases.keys.sorted()
      for symbol in all where !symbol.isEmpty && !symbols.contains(symbol) {
        symbols.append(symbol)
      }
    }
    let unit = symbols.isEmpty ? "" : "(" + symbols.map(escaped).joined(separator: "|") + ")"
    return #"^ *[-+]?[0-9][0-9_]*(\.[0-9]+)?([eE][-+]?[0-9]+)? *"# + unit + " *$"
  }

  private static func escaped(_ symbol: String) -> String {
    symbol.replacing(".", with: #"\."#).replacing("/", with: " */ *")
  }

  private static func pattern(_ pattern: String, _ examples: [String]) -> JSONText {
    .object([
      ("type", .string("string")), ("pattern", .string(pattern)),
      ("examples", .array(examples.map { .string($0) })),
    ])
  }
}

extension String {
  /// The parts between a separator.
  fileprivate func components(separator: String) -> [String] {
    split(separator: separator).map(String.init)
  }
}
