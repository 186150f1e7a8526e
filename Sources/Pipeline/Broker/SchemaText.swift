import Telemetry

/// Schemas as Avro writes them, in JSON.
extension SchemaType {
  private static let depthMax = 32

  /// Reads a schema such as `{"type": "record", "name": "reading", "fields": [...]}`.
  ///
  /// - Throws: ``BrokerError/badSchema(_:)`` with the field that is wrong.
  public init(text: String) throws(BrokerError) {
    let value: JSONValue
    do throws(JSONError) { value = try JSONValue.parse(text) } catch {
      throw .badSchema("\(error)")
    }
    self = try Self.read(value, at: "schema", depth: 0)
  }

  /// The same schema always has the same text.
  public var text: String {
    var bytes: [UInt8] = []
    json.append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private var json: JSONValue {
    switch self {
    case .null, .boolean, .int, .long, .float, .double, .string: return .string(name)
    case .enumeration(let name, let symbols, let fallback):
      var members = [
        JSONMember("type", "enum"), JSONMember("name", .string(name)),
        JSONMember("symbols", .array(symbols.map { .string($0) })),
      ]
      if let fallback { members.append(JSONMember("default", .string(fallback))) }
      return .object(members)
    case .array(let element):
      return .object([JSONMember("type", "array"), JSONMember("items", element.json)])
    case .map(let type):
      return .object([JSONMember("type", "map"), JSONMember("values", type.json)])
    case .union(let branches): return .array(branches.map(\.json))
    case .record(let name, let fields):
      let list: [JSONValue] = fields.map { field in
        var members = [
          JSONMember("name", .string(field.name)), JSONMember("type", field.type.json),
        ]
        if let value = field.defaultValue { members.append(JSONMember("default", value)) }
        return .object(members)
      }
      return .object([
        JSONMember("type", "record"), JSONMember("name", .string(name)),
        JSONMember("fields", .array(list)),
      ])
    }
  }

  private static func read(
    _ value: JSONValue, at path: String, depth: Int
  ) throws(BrokerError) -> SchemaType {
    guard depth < depthMax else { throw .badSchema("\(path): is nested too deeply") }
    switch value {
    case .string(let name): return try primitive(name, at: path)
    case .array(let branches):
      var types: [SchemaType] = []
      for (index, branch) in branches.enumerated() {
        types.append(try read(branch, at: "\(path)[\(index)]", depth: depth + 1))
      }
      guard !types.isEmpty else { throw .badSchema("\(path): found an empty union") }
      guard Set(types).count == types.count else {
        throw .badSchema("\(path): a union has each branch once")
      }
      return .union(types)
    case .object: return try complex(value, at: path, depth: depth)
    default:
      throw .badSchema("\(path): found \(value.kindText), expected a type")
    }
  }

  private static func primitive(_ name: String, at path: String) throws(BrokerError) -> SchemaType {
    let all: [SchemaType] = [.null, .boolean, .int, .long, .float, .double, .string]
    guard let type = all.first(where: { $0.name == name }) else {
      throw .badSchema(
        "\(path): found type \"\(name.prefix(40))\", expected one of "
          + all.map(\.name).joined(separator: ", "))
    }
    return type
  }

  private static func complex(
    _ value: JSONValue, at path: String, depth: Int
  ) throws(BrokerError) -> SchemaType {
    guard let type = value["type"] else { throw .badSchema("\(path): type is missing") }
    func inner(_ key: String) throws(BrokerError) -> SchemaType {
      guard let member = value[key] else { throw .badSchema("\(path): \(key) is missing") }
      return try read(member, at: "\(path).\(key)", depth: depth + 1)
    }
    switch type.stringValue {
    case "array": return .array(try inner("items"))
    case "map": return .map(try inner("values"))
    case "enum":
      let symbols = (value["symbols"]?.arrayValue ?? []).compactMap(\.stringValue)
      guard !symbols.isEmpty, Set(symbols).count == symbols.count else {
        throw .badSchema("\(path): expected symbols, each once")
      }
      let fallback = value["default"]?.stringValue
      if let fallback, !symbols.contains(fallback) {
        throw .badSchema("\(path): the default \"\(fallback)\" is no symbol")
      }
      return .enumeration(name: try named(value, path), symbols: symbols, default: fallback)
    case "record":
      return .record(name: try named(value, path), fields: try fields(value, path, depth))
    default: return try read(type, at: path, depth: depth + 1)
    }
  }

  private static func named(_ value: JSONValue, _ path: String) throws(BrokerError) -> String {
    guard let name = value["name"]?.stringValue, !name.isEmpty else {
      throw .badSchema("\(path): name is missing")
    }
    return name
  }

  private static func fields(
    _ value: JSONValue, _ path: String, _ depth: Int
  ) throws(BrokerError) -> [Field] {
    guard let list = value["fields"]?.arrayValue else {
      throw .badSchema("\(path): fields is missing")
    }
    var fields: [Field] = []
    for (index, item) in list.enumerated() {
      guard let name = item["name"]?.stringValue, !name.isEmpty else {
        throw .badSchema("\(path).fields[\(index)]: name is missing")
      }
      guard !fields.contains(where: { $0.name == name }) else {
        throw .badSchema("\(path): field \"\(name)\" is there twice")
      }
      guard let type = item["type"] else {
        throw .badSchema("\(path): field \"\(name)\": type is missing")
      }
      let read = try read(type, at: "\(path).\(name)", depth: depth + 1)
      if let value = item["default"], let why = read.mismatch(value, at: name) {
        throw .badSchema("\(path): the default of \(why)")
      }
      fields.append(Field(name, read, default: item["default"]))
    }
    return fields
  }
}
