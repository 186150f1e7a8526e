public import Clockwork

/// A scenario as a list of parts that can be taken away one by one.
///
/// Its text stands alone: it names no file but a shipped world.
public struct ScenarioSketch: Hashable, Sendable {
  /// A key and its value, or one fault or incident.
  public struct Part: Hashable, Sendable {
    /// `pipeline.fusion.method`; `faults` for each of the faults, `incidents` alike.
    public var path: String
    public var value: DrawnValue
    /// Kept while parts are taken away: the file is none without it, or it only keeps lives cheap.
    public var isPinned: Bool
    /// What takes the place of a pinned part's value at the end.
    public var simplest: DrawnValue?

    public init(
      _ path: String, _ value: DrawnValue, isPinned: Bool = false, simplest: DrawnValue? = nil
    ) {
      self.path = path
      self.value = value
      self.isPinned = isPinned
      self.simplest = simplest
    }
  }

  public static let faultPath = "faults"
  /// Lists each of whose entries is a part.
  static let listPaths: Set<String> = [faultPath, "incidents"]

  public var why: String
  /// A shipped world's name; nil where the parts hold the whole world.
  public var world: String?
  public var seed: UInt64
  public var start: String
  public var duration: SimDuration
  public var homeCount: Int
  public var parts: [Part]
  public var expectations: [Expectation] = []
  /// The expectation that has to be missed for a run of the file to pass.
  public var mustFail: String?

  public init(
    why: String, world: String?, seed: UInt64, start: String, duration: SimDuration,
    homeCount: Int, parts: [Part]
  ) {
    self.why = why
    self.world = world
    self.seed = seed
    self.start = start
    self.duration = duration
    self.homeCount = homeCount
    self.parts = parts
  }

  /// How many parts may be taken away.
  public var removableCount: Int { parts.count { !$0.isPinned } }

  /// The file. Keys stand in the table's order.
  public var text: String {
    var tree = Branch()
    tree.put("why", .scalar(why))
    tree.put("world", world.map { .scalar("builtin:" + $0) } ?? .record([]))
    tree.put("seed", .scalar(String(seed)))
    tree.put("start", .scalar(start))
    tree.put("duration", .scalar(DurationText.text(duration)))
    tree.put("homes", .scalar(String(homeCount)))
    for part in Self.ordered(parts) {
      if Self.listPaths.contains(part.path) {
        tree.append(part.path, part.value)
      } else {
        tree.put(part.path, part.value)
      }
    }
    for expectation in expectations {
      tree.put(
        steps: ["expect", expectation.scoreID], .scalar(expectation.comparison.description))
    }
    if let mustFail { tree.put("must.fail", .scalar(mustFail)) }
    return tree.lines(indent: "").map { $0 + "\n" }.joined()
  }

  /// The value that the parts give a key, if any.
  public func value(at path: String) -> DrawnValue? { parts.last { $0.path == path }?.value }

  /// Faults keep their order, all else takes the table's.
  private static func ordered(_ parts: [Part]) -> [Part] {
    let order = Dictionary(
      TableWalk.scenario.enumerated().map { ($0.element.path, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    return parts.enumerated().sorted {
      (order[$0.element.path] ?? 0, $0.offset) < (order[$1.element.path] ?? 0, $1.offset)
    }.map(\.element)
  }
}

/// A mapping of mappings in the order in which keys came.
private struct Branch {
  enum Node {
    case leaf(DrawnValue)
    case items([DrawnValue])
    case branch(Branch)
  }

  var entries: [(key: String, node: Node)] = []

  mutating func put(_ path: String, _ value: DrawnValue) {
    put(steps: path.split(separator: ".").map(String.init), value)
  }

  /// A key below a shipped world's name keeps that world and changes it.
  mutating func put(steps: [String], _ value: DrawnValue) {
    let key = steps[0]
    let index = entries.firstIndex { $0.key == key }
    guard steps.count > 1 else {
      if let index {
        entries[index].node = .leaf(value)
      } else {
        entries.append((key, .leaf(value)))
      }
      return
    }
    var below = Branch()
    if let index {
      switch entries[index].node {
      case .branch(let branch): below = branch
      case .leaf(.scalar(let name)): below.put("extends", .scalar(name))
      case .leaf, .items: break
      }
    }
    below.put(steps: Array(steps.dropFirst()), value)
    if let index {
      entries[index].node = .branch(below)
    } else {
      entries.append((key, .branch(below)))
    }
  }

  mutating func append(_ key: String, _ value: DrawnValue) {
    if let index = entries.firstIndex(where: { $0.key == key }),
      case .items(let items) = entries[index].node
    {
      entries[index].node = .items(items + [value])
    } else {
      entries.append((key, .items([value])))
    }
  }

  func lines(indent: String) -> [String] {
    entries.flatMap { key, node -> [String] in
      switch node {
      case .leaf(.scalar(let text)) where text.contains("\n"):
        return ["\(indent)\(key): |"]
          + text.split(separator: "\n", omittingEmptySubsequences: true).map { indent + "  " + $0 }
      case .leaf(let value): return ["\(indent)\(key): \(value.text)"]
      case .items(let items):
        return ["\(indent)\(key):"] + items.map { "\(indent)  - \($0.text)" }
      case .branch(let branch):
        return ["\(indent)\(key):"] + branch.lines(indent: indent + "  ")
      }
    }
  }
}

extension ScenarioSketch {
  /// A duration as scenario files write it; nil for anything else.
  public static func duration(_ text: String) -> SimDuration? { try? DurationText.value(text) }

  /// A duration as scenario files write it.
  public static func text(_ duration: SimDuration) -> String { DurationText.text(duration) }
}
