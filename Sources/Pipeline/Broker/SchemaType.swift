public import Telemetry

/// The type of a field, of Avro's kinds.
///
/// - Source: Apache Avro 1.12, specification, "Schema Declaration"; `bytes`, `fixed` and aliases
///   are left out, for messages are JSON.
public indirect enum SchemaType: Hashable, Sendable {
  public struct Field: Hashable, Sendable {
    public var name: String
    public var type: SchemaType
    /// What a reader takes where the writer had no such field; nil for none.
    public var defaultValue: JSONValue?

    public init(_ name: String, _ type: SchemaType, default value: JSONValue? = nil) {
      self.name = name
      self.type = type
      defaultValue = value
    }
  }

  case null
  case boolean
  /// 32 bits.
  case int
  /// 64 bits.
  case long
  case float
  case double
  case string
  case enumeration(name: String, symbols: [String], default: String?)
  case array(SchemaType)
  case map(SchemaType)
  case union([SchemaType])
  case record(name: String, fields: [Field])

  /// The name used in Avro's schemas and in messages.
  public var name: String {
    switch self {
    case .null: "null"
    case .boolean: "boolean"
    case .int: "int"
    case .long: "long"
    case .float: "float"
    case .double: "double"
    case .string: "string"
    case .enumeration: "enum"
    case .array: "array"
    case .map: "map"
    case .union(let branches): "[" + branches.map(\.name).joined(separator: ", ") + "]"
    case .record: "record"
    }
  }

  /// A type or null, null first.
  public static func optional(_ type: SchemaType) -> SchemaType { .union([.null, type]) }

  /// What is wrong with a value, as `field: found ..., expected ...`; nil if it is of this type.
  ///
  /// Members that a record does not name are let through, so that newer senders can be read.
  public func mismatch(_ value: JSONValue, at path: String = "") -> String? {
    func wrong() -> String {
      "\(path.isEmpty ? "the message" : path): found \(value.kindText), expected \(name)"
    }
    switch (self, value) {
    case (.null, .null), (.boolean, .bool), (.string, .string), (.long, .integer): return nil
    case (.int, .integer(let integer)): return Int32(exactly: integer) == nil ? wrong() : nil
    case (.double, .integer), (.double, .number), (.float, .integer): return nil
    case (.float, .number(let number)): return Float(number).isFinite ? nil : wrong()
    case (.enumeration(_, let symbols, _), .string(let text)):
      return symbols.contains(text) ? nil : wrong()
    case (.array(let element), .array(let values)):
      for (index, value) in values.enumerated() {
        if let why = element.mismatch(value, at: "\(path)[\(index)]") { return why }
      }
      return nil
    case (.map(let type), .object(let members)):
      for member in members {
        let place = path.isEmpty ? member.name : "\(path).\(member.name)"
        if let why = type.mismatch(member.value, at: place) { return why }
      }
      return nil
    case (.union(let branches), _):
      return branches.contains { $0.mismatch(value, at: path) == nil } ? nil : wrong()
    case (.record(_, let fields), .object):
      for field in fields {
        let place = path.isEmpty ? field.name : "\(path).\(field.name)"
        if let member = value[field.name] {
          if let why = field.type.mismatch(member, at: place) { return why }
        } else if field.defaultValue == nil {
          return "\(place): is missing, expected \(field.type.name)"
        }
      }
      return nil
    default: return wrong()
    }
  }
}
