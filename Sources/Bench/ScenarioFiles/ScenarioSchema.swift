/// The keys of scenario and world files, for editors and for people.
public enum ScenarioSchema {
  /// Goes up when a file that was good before may no longer be.
  public static let formatVersion = 1

  static let dialect = "https://json-schema.org/draft/2020-12/schema"

  /// A JSON Schema (draft 2020-12) of scenario files; editors complete and check by it.
  public static func json() -> String {
    document(ScenarioTable.root, title: "HomeTwin scenario", id: "scenario")
  }

  /// A JSON Schema (draft 2020-12) of world files.
  public static func worldJSON() -> String {
    document(WorldTable.root, title: "HomeTwin world", id: "world")
  }

  /// A JSON Schema (draft 2020-12) of files of the device catalogue.
  public static func deviceJSON() -> String {
    document(DeviceTable.root, title: "HomeTwin devices", id: "devices")
  }

  /// A JSON Schema (draft 2020-12) of files of dwelling archetypes.
  public static func dwellingJSON() -> String {
    document(ArchetypeTable.root, title: "HomeTwin dwelling", id: "dwelling")
  }

  private static func document(_ record: Shape.Record, title: String, id: String) -> String {
    let head: [(String, JSONText)] = [
      ("$schema", .string(dialect)), ("$id", .string("urn:hometwin:\(id):1")),
      ("title", .string(title)),
    ]
    guard case .object(let body) = schema(of: .record(record)) else { return "{}\n" }
    return JSONText.object(head + body).text() + "\n"
  }

  static func schema(of shape: Shape) -> JSONText {
    switch shape {
    case .text, .flag, .integer, .seed, .quantity, .duration, .choice, .comparison, .moment,
      .start, .size, .slope:
      return scalar(shape)
    case .list(let item, let count, let isUnique):
      return .object([
        ("type", .string("array")), ("items", schema(of: item)),
        ("minItems", .number("\(count.lowerBound)")), ("maxItems", .number("\(count.upperBound)")),
        ("uniqueItems", .flag(isUnique)),
      ])
    case .record(let record):
      let body = object(record)
      guard let key = record.shorthand, let field = record.field(key) else { return body }
      return .object([("anyOf", .array([schema(of: field.shape), body]))])
    case .variants(let variants): return .object([("oneOf", .array(alternatives(variants)))])
    case .map(let keys, let values):
      let names: [(String, JSONText)] = keys.pattern.map { [("pattern", .string($0))] } ?? []
      return .object([
        ("type", .string("object")), ("propertyNames", .object(names)),
        ("additionalProperties", schema(of: values)),
      ])
    case .either(let scalar, let mapping):
      return .object([("anyOf", .array([schema(of: scalar), schema(of: mapping)]))])
    }
  }

  private static func object(_ record: Shape.Record) -> JSONText {
    let isOpen = record.fields.contains { $0.key == "extends" }
    let required = record.fields.filter(\.presence.isRequired).map { JSONText.string($0.key) }
    var members: [(String, JSONText)] = [
      ("type", .string("object")),
      ("properties", .object(record.fields.map { ($0.key, property($0)) })),
      ("additionalProperties", .flag(false)),
    ]
    // What a file extends may bring the required keys.
    if isOpen, !required.isEmpty {
      members.append(
        (
          "anyOf",
          .array([
            .object([("required", .array(required))]),
            .object([("required", .array([.string("extends")]))]),
          ])
        ))
    } else if !required.isEmpty {
      members.append(("required", .array(required)))
    }
    if let exclusion = exclusion(record) { members.append(("not", exclusion)) }
    return .object(members)
  }

  /// Two keys that exclude each other may not both be required.
  private static func exclusion(_ record: Shape.Record) -> JSONText? {
    for field in record.fields {
      if case .defaultedUnless(let other, _) = field.presence {
        return .object([("required", .array([.string(field.key), .string(other)]))])
      }
    }
    return nil
  }

  private static func alternatives(_ variants: Shape.Variants) -> [JSONText] {
    variants.variants.compactMap { variant -> JSONText? in
      guard let record = variants.record(variant.word.text),
        case .object(let body) = object(record)
      else { return nil }
      let members = body.map { key, value -> (String, JSONText) in
        guard key == "properties", case .object(var properties) = value else { return (key, value) }
        properties[0].1 = .object([
          ("description", .string(variants.doc)), ("const", .string(variant.word.text)),
        ])
        return (key, .object(properties))
      }
      let head = [
        ("title", JSONText.string(variant.word.text)),
        ("description", .string(variant.word.meaning)),
      ]
      return .object(head + members)
    }
  }

  private static func property(_ field: Shape.Field) -> JSONText {
    var description = field.doc
    if case .choice(let words) = field.shape {
      description += " " + words.map { "\($0.text): \($0.meaning)." }.joined(separator: " ")
    }
    guard case .object(let body) = schema(of: field.shape) else { return .object([]) }
    var members: [(String, JSONText)] = [("description", .string(description))]
    if let value = defaultValue(field) { members.append(("default", value)) }
    return .object(members + body)
  }

  private static func defaultValue(_ field: Shape.Field) -> JSONText? {
    switch field.presence {
    case .required, .requiredOfSized, .optional, .filled: nil
    case .defaulted(let text), .defaultedUnless(_, let text): literal(text, field.shape)
    case .defaultedList(let texts):
      .array(texts.map { literal($0, .text(.prose)) })
    }
  }

  private static func literal(_ text: String, _ shape: Shape) -> JSONText {
    switch shape {
    case .flag, .integer, .seed: .number(text)
    case .quantity where NumberText.value(text) != nil: .number(text)
    default: .string(text)
    }
  }
}
