internal import Calendar
internal import Clockwork

extension ScenarioSketch {
  /// What a scenario file says beyond the defaults, as parts.
  ///
  /// Expectations and outside programs stay behind: they belong to the file that names them.
  ///
  /// - Parameter shippedName: what a world's file is shipped as; any other is taken in whole.
  public init(_ loaded: LoadedScenario, shippedName: (_ worldFile: String) -> String?) {
    let scenario = loaded.scenario
    why = scenario.why
    seed = scenario.seed
    start = scenario.start.description
    duration = scenario.duration
    homeCount = scenario.homeCount
    world = loaded.worldFile.flatMap(shippedName)
    parts = []
    let isShipped = world != nil
    for member in loaded.setting.members where !Self.header.contains(member.key) {
      guard let field = ScenarioTable.root.field(member.key) else { continue }
      if member.key == "world" {
        if !isShipped { addWorld(member.value, field.shape) } else { addChanges(member.value) }
      } else {
        add(member.value, field.shape, at: member.key)
      }
    }
  }

  private static let header: Set<String> = [
    "name", "why", "seed", "start", "duration", "homes", "expect", "must",
  ]

  /// A world of the user's own is one with its file: all that it says is kept.
  private mutating func addWorld(_ setting: Setting, _ shape: Shape) {
    let before = parts.count
    add(setting, shape, at: "world")
    for index in before..<parts.count { parts[index].isPinned = true }
  }

  /// Of a shipped world only what the command line changed.
  private mutating func addChanges(_ setting: Setting) {
    for member in setting.members {
      if let field = WorldTable.root.field(member.key), Self.isFromOption(member.value) {
        add(member.value, field.shape, at: "world." + member.key)
      }
    }
  }

  private static func isFromOption(_ setting: Setting) -> Bool {
    if case .option = setting.origin { return true }
    return (setting.members.map(\.value) + setting.items).contains(where: isFromOption)
  }

  private mutating func add(_ setting: Setting, _ shape: Shape, at path: String) {
    guard Self.isWritten(setting) else { return }
    switch shape {
    case .record(let record):
      for member in setting.members {
        let place = KeyPathText.join(path, member.key)
        if let field = record.field(member.key), place != DrawTable.programs {
          add(member.value, field.shape, at: place)
        }
      }
    case .either(_, let mapping) where !setting.members.isEmpty: add(setting, mapping, at: path)
    case .list(let item, _, _) where Self.listPaths.contains(path):
      for entry in setting.items {
        parts.append(Part(path, Self.drawn(entry, item)))
      }
    default:
      parts.append(
        Part(
          path, Self.drawn(setting, shape), isPinned: DrawTable.isPinned(path),
          simplest: DrawTable.simplest(path, shape)))
    }
  }

  /// True where anything in it is more than a default.
  private static func isWritten(_ setting: Setting) -> Bool {
    if setting.members.isEmpty && setting.items.isEmpty { return setting.origin != .defaulted }
    return (setting.members.map(\.value) + setting.items).contains(where: isWritten)
  }

  /// A checked value as it would be written, without what is a default.
  private static func drawn(_ setting: Setting, _ shape: Shape) -> DrawnValue {
    switch setting.content {
    case .list(let items):
      guard case .list(let item, _, _) = shape else { return .list([]) }
      return .list(items.map { drawn($0, item) })
    case .record(let members):
      let record = Self.record(of: setting, shape)
      return .record(
        members.filter { isWritten($0.value) }.map { member in
          let field = record?.field(member.key)
          return DrawnValue.Member(
            member.key, drawn(member.value, field?.shape ?? .flag),
            isOptional: !(field?.presence.isRequired ?? false))
        })
    case .text(let text): return .scalar(text)
    default: return .scalar(CanonicalText.scalar(setting))
    }
  }

  private static func record(of setting: Setting, _ shape: Shape) -> Shape.Record? {
    switch shape {
    case .record(let record): record
    case .variants(let variants):
      setting[variants.discriminator]?.text.flatMap { variants.record($0) }
    case .either(_, let mapping): record(of: setting, mapping)
    default: nil
    }
  }
}
