internal import Clockwork

/// What must hold of a catalogue file's figures and sources.
struct FigureRules {
  private(set) var problems: [ScenarioError] = []

  init(_ root: Setting) {
    let sources = root["sources"]?.members ?? []
    let keys = sources.map(\.key)
    var cited: Set<String> = []
    for (index, model) in (root["models"]?.items ?? []).enumerated() {
      for (path, figure) in Self.figures(of: model) {
        let place = "models[\(index)].\(path)"
        check(figure, at: place, keys: keys)
        if let source = figure["source"]?.text { cited.insert(source) }
      }
      checkChannels(of: model, at: "models[\(index)]")
    }
    for source in sources where !cited.contains(source.key) {
      fail("no figure cites this source; drop it", at: "sources.\(source.key)", source.value.origin)
    }
  }

  /// A channel's range goes up, and periods are counted in seconds.
  private mutating func checkChannels(of model: Setting, at path: String) {
    if let doubles = model["doubles_period"], case .flag(true) = doubles.content,
      model["update"] == nil
    {
      fail(
        "doubles_period: found without 'update', expected the update that brings it",
        at: path + ".doubles_period", doubles.origin)
    }
    if let period = model["period"], let seconds = period["value"].map(Self.number),
      seconds != seconds.rounded()
    {
      fail(
        "period: found \(NumberText.text(seconds)) s, expected whole seconds",
        at: path + ".period", period.origin)
    }
    for member in model.members {
      let (key, channel) = (member.key, member.value)
      guard let low = channel["min"], let high = channel["max"],
        let lowValue = low["value"].map(Self.number),
        let highValue = high["value"].map(Self.number), !(lowValue < highValue)
      else { continue }
      fail(
        "min: found \(NumberText.text(lowValue)), expected less than max, "
          + NumberText.text(highValue), at: "\(path).\(key).min", low.origin)
    }
  }

  private mutating func check(_ figure: Setting, at path: String, keys: [String]) {
    switch (figure["source"], figure["assumed"]) {
    case (nil, nil):
      fail(
        "\(KeyPathText.last(path)): found a bare figure, expected 'source' or 'assumed' beside it",
        at: path, figure.origin)
    case (.some, .some(let assumed)):
      fail("a figure with a source is not assumed; keep one", at: path, assumed.origin)
    case (.some(let source), nil):
      guard let key = source.text, !keys.contains(key) else { return }
      problems.append(
        ScenarioError(
          .notFound(what: "source", name: key, searched: ["sources"], known: keys),
          at: path + ".source", from: source.origin))
    case (nil, .some(let assumed)):
      let ends = assumed.items.map(Self.number)
      guard let value = figure["value"].map(Self.number), ends.count == 2,
        !(ends[0] < ends[1] && ends[0] <= value && value <= ends[1])
      else { return }
      fail(
        "assumed: found \(NumberText.text(ends[0])) to \(NumberText.text(ends[1])), expected a "
          + "range about the value", at: path + ".assumed", assumed.origin)
    }
  }

  private mutating func fail(_ text: String, at path: String, _ origin: Origin) {
    problems.append(ScenarioError(.conflict(text), at: path, from: origin))
  }

  /// Every figure of a model with its path: the mappings that hold a value.
  static func figures(of setting: Setting, at path: String = "") -> [(String, Setting)] {
    if setting["value"] != nil { return [(path, setting)] }
    return setting.members.flatMap {
      figures(of: $0.value, at: path.isEmpty ? $0.key : path + "." + $0.key)
    }
  }

  /// A quantity in its first unit, or a duration in seconds.
  static func number(_ setting: Setting) -> Double {
    setting.number ?? setting.duration?.seconds ?? .nan
  }
}
