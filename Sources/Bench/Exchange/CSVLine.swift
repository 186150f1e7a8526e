internal import Telemetry

/// Cuts a line of comma-separated values (RFC 4180, without line breaks inside quotes).
enum CSVLine {
  /// - Returns: nil for quotes that are not closed or have something behind them, and for bytes
  ///   that are not UTF-8.
  static func fields(_ line: [UInt8]) -> [String]? {
    var bytes = line[...]
    if bytes.last == 0x0D { bytes.removeLast() }
    var fields: [String] = []
    while true {
      while bytes.first == 0x20 { bytes.removeFirst() }
      let field: String?
      if bytes.first == UInt8(ascii: "\"") {
        field = quoted(&bytes)
      } else {
        let end = bytes.firstIndex(of: UInt8(ascii: ",")) ?? bytes.endIndex
        var text = bytes[..<end]
        while text.last == 0x20 { text.removeLast() }
        field = String(validating: text, as: UTF8.self)
        bytes = bytes[end...]
      }
      guard let field else { return nil }
      fields.append(field)
      guard let comma = bytes.first else { return fields }
      guard comma == UInt8(ascii: ",") else { return nil }
      bytes.removeFirst()
    }
  }

  private static func quoted(_ bytes: inout ArraySlice<UInt8>) -> String? {
    bytes.removeFirst()
    var text: [UInt8] = []
    while let byte = bytes.popFirst() {
      guard byte == UInt8(ascii: "\"") else {
        text.append(byte)
        continue
      }
      guard bytes.first == byte else {
        while bytes.first == 0x20 { bytes.removeFirst() }
        return String(validating: text, as: UTF8.self)
      }
      bytes.removeFirst()
      text.append(byte)
    }
    return nil
  }

  /// A row without the end of its line.
  static func append(_ row: [JSONValue], to bytes: inout [UInt8]) {
    for (place, value) in row.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      switch value {
      case .null: break
      case .string(let text): append(text, to: &bytes)
      default: value.append(to: &bytes)
      }
    }
  }

  /// A field as it must be written.
  private static func append(_ text: String, to bytes: inout [UInt8]) {
    guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D })
    else {
      bytes.append(contentsOf: text.utf8)
      return
    }
    bytes.append(0x22)
    for byte in text.utf8 {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
    bytes.append(0x22)
  }
}
