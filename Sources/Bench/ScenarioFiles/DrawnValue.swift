/// A value of a scenario file as it would be written, with what of it may be left out.
public indirect enum DrawnValue: Hashable, Sendable {
  case scalar(String)
  case list([DrawnValue])
  case record([Member])

  public struct Member: Hashable, Sendable {
    public var key: String
    public var value: DrawnValue
    /// Whether the file is still one without this key.
    public var isOptional: Bool

    public init(_ key: String, _ value: DrawnValue, isOptional: Bool) {
      self.key = key
      self.value = value
      self.isOptional = isOptional
    }
  }

  /// In one line of YAML: `{kind: drift, rate: 0.2 K/day}`.
  public var text: String {
    switch self {
    case .scalar(let text): Self.quotedIfNeeded(text)
    case .list(let items): "[" + items.map(\.text).joined(separator: ", ") + "]"
    case .record(let members):
      "{" + members.map { "\($0.key): \($0.value.text)" }.joined(separator: ", ") + "}"
    }
  }

  /// The value at a key of a record.
  public subscript(key: String) -> DrawnValue? {
    guard case .record(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  public var scalarText: String? {
    if case .scalar(let text) = self { return text }
    return nil
  }

  /// Every value that has one optional key or one list entry less, in order.
  public var reductions: [DrawnValue] {
    switch self {
    case .scalar: return []
    case .list(let items):
      let shorter = items.indices.map { index in
        DrawnValue.list(items.enumerated().filter { $0.offset != index }.map(\.element))
      }
      return shorter + inside(items) { .list($0) }
    case .record(let members):
      let shorter = members.indices.filter { members[$0].isOptional }.map { index in
        DrawnValue.record(members.enumerated().filter { $0.offset != index }.map(\.element))
      }
      return shorter
        + inside(members.map(\.value)) { values in
          .record(
            zip(members, values).map { Member($0.key, $1, isOptional: $0.isOptional) })
        }
    }
  }

  private func inside(
    _ values: [DrawnValue], _ whole: ([DrawnValue]) -> DrawnValue
  ) -> [DrawnValue] {
    values.indices.flatMap { index in
      values[index].reductions.map { smaller in
        var changed = values
        changed[index] = smaller
        return whole(changed)
      }
    }
  }

  private static func quotedIfNeeded(_ text: String) -> String {
    let isPlain =
      !text.isEmpty && !["null", "~"].contains(text) && !text.hasPrefix("%")
      && !text.contains { ":{}[],&*#?|<>=!'\"@`\\\n\t".contains($0) }
    if isPlain { return text }
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      .replacing("\n", with: "\\n").replacing("\t", with: "\\t")
    return "\"" + escaped + "\""
  }
}
