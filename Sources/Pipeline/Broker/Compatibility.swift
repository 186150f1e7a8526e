/// Which schemas may follow one another under a subject.
///
/// - Source: Confluent Schema Registry, "Schema Evolution and Compatibility"; whether one schema
///   reads another's data is Apache Avro 1.12's "Schema Resolution".
public enum Compatibility: String, CaseIterable, Sendable {
  /// Anything may follow.
  case none = "NONE"
  /// The new schema reads what the last one wrote.
  case backward = "BACKWARD"
  /// ... what all before it wrote.
  case backwardTransitive = "BACKWARD_TRANSITIVE"
  /// The last schema reads what the new one writes.
  case forward = "FORWARD"
  /// All before it do.
  case forwardTransitive = "FORWARD_TRANSITIVE"
  case full = "FULL"
  case fullTransitive = "FULL_TRANSITIVE"

  private var isTransitive: Bool {
    self == .backwardTransitive || self == .forwardTransitive || self == .fullTransitive
  }

  private var looksBack: Bool {
    self != .none && self != .forward && self != .forwardTransitive
  }

  private var looksAhead: Bool {
    self != .none && self != .backward && self != .backwardTransitive
  }

  /// Why a schema may not follow others; empty if it may.
  ///
  /// - Parameter earlier: oldest first, with their versions.
  public func reasons(
    for new: SchemaType, after earlier: [(version: Int, schema: SchemaType)]
  ) -> [String] {
    var reasons: [String] = []
    for (version, old) in isTransitive ? earlier : Array(earlier.suffix(1)) {
      if looksBack {
        reasons += new.obstacles(toReading: old).map {
          "the new schema cannot read version \(version): \($0)"
        }
      }
      if looksAhead {
        reasons += old.obstacles(toReading: new).map {
          "version \(version) cannot read the new schema: \($0)"
        }
      }
    }
    return reasons
  }
}

extension SchemaType {
  /// Why this schema, as the reader's, cannot read what another has written; each names its field.
  public func obstacles(toReading writer: SchemaType, at path: String = "") -> [String] {
    let place = path.isEmpty ? "the message" : path
    switch (self, writer) {
    case (_, .union(let branches)):
      return branches.flatMap { obstacles(toReading: $0, at: path) }
    case (.union(let branches), _):
      if branches.contains(where: { $0.obstacles(toReading: writer, at: path).isEmpty }) {
        return []
      }
      return ["\(place): the reader's \(name) has no branch for \(writer.name)"]
    case (.array(let element), .array(let written)):
      return element.obstacles(toReading: written, at: path + "[]")
    case (.map(let type), .map(let written)):
      return type.obstacles(toReading: written, at: path + "{}")
    case (.enumeration(let name, let symbols, let fallback), .enumeration(let other, let all, _)):
      guard name == other else { return ["\(place): found enum \(other), expected \(name)"] }
      let unknown = all.filter { !symbols.contains($0) }
      guard fallback == nil, !unknown.isEmpty else { return [] }
      return ["\(place): the reader has no symbol \(unknown.joined(separator: ", "))"]
    case (.record(let name, let fields), .record(let other, let written)):
      guard name == other else { return ["\(place): found record \(other), expected \(name)"] }
      return fields.flatMap { field -> [String] in
        let inner = path.isEmpty ? field.name : "\(path).\(field.name)"
        guard let counterpart = written.first(where: { $0.name == field.name }) else {
          return field.defaultValue == nil
            ? ["\(inner): the writer has no such field and the reader has no default"] : []
        }
        return field.type.obstacles(toReading: counterpart.type, at: inner)
      }
    default:
      if promotions(writer).contains(self) || self == writer { return [] }
      return ["\(place): \(writer.name) cannot be read as \(name)"]
    }
  }

  /// What a written number may be read as besides itself.
  private func promotions(_ written: SchemaType) -> [SchemaType] {
    switch written {
    case .int: [.long, .float, .double]
    case .long: [.float, .double]
    case .float: [.double]
    default: []
    }
  }
}
