import Clockwork
import Telemetry
import TestSupport
import Testing

@Suite struct JSONTests {
  @Test func aTextComesBackAsItWas() throws {
    let text = """
      {"a":[1,-2.5,1e-07,true,false,null,"x\\"\\\\\\n\\u0007é"],"b":{},"c":[],"d":-0.0}
      """
    let value = try JSONValue.parse(text)
    #expect(value.text() == text)
    #expect(value["a"]?.arrayValue?.count == 7)
    #expect(try JSONValue.parse(value.text()) == value)
  }

  @Test func escapesAreRead() throws {
    let value = try JSONValue.parse(#""\u00e9\ud83c\udfe0\/\b\f\r\t""#)
    #expect(value == .string("é\u{1F3E0}/\u{8}\u{C}\r\t"))
  }

  @Test func numbersKeepTheirBits() throws {
    var random = TestRandom(seed: 5)
    for _ in 0..<2_000 {
      let number = Double(bitPattern: random.next())
      guard number.isFinite else { continue }
      let value = try JSONValue.parse(JSONValue.number(number).text())
      #expect(value.doubleValue?.bitPattern == number.bitPattern)
    }
    #expect(try JSONValue.parse("9223372036854775807") == .integer(.max))
    #expect(try JSONValue.parse("9223372036854775808") == .number(9223372036854775808))
  }

  /// Texts of every length and exponent read as the standard library reads them, to the last bit.
  @Test func numbersAreRoundedOnce() throws {
    var chance = TestRandom(seed: 5)
    for _ in 0..<20_000 {
      var text = chance.below(2) == 0 ? "" : "-"
      text += String(1 + chance.below(9))
      for _ in 0..<chance.below(20) { text += String(chance.below(10)) }
      if chance.below(3) > 0 {
        text += "."
        for _ in 0...chance.below(20) { text += String(chance.below(10)) }
      }
      if chance.below(2) == 0 {
        text += ["e", "E"][chance.below(2)] + ["", "+", "-"][chance.below(3)]
        text += String(chance.below(40))
      }
      let value = try JSONValue.parse(text)
      if let integer = value.integerValue {
        #expect(Int64(text) == integer, "\(text)")
      } else {
        #expect(value.doubleValue?.bitPattern == Double(text)?.bitPattern, "\(text)")
      }
    }
    for text in ["-0", "-0.0", "0e5", "-0e-5"] {
      #expect(try JSONValue.parse(text).doubleValue?.bitPattern == Double(text)?.bitPattern)
    }
    #expect(try JSONValue.parse("0") == .integer(0))
  }

  /// Few names are compared, many are hashed.
  @Test(arguments: [2, 16, 17, 40])
  func aNameIsThereOnce(count: Int) throws {
    let members = (0..<count).map { "\"n\($0)\":\($0)" }
    let whole = try JSONValue.parse("{" + members.joined(separator: ",") + "}")
    #expect(whole["n\(count - 1)"]?.integerValue == Int64(count - 1))
    for again in [0, count - 1] {
      #expect(throws: JSONError.self) {
        try JSONValue.parse("{" + (members + ["\"n\(again)\":1"]).joined(separator: ",") + "}")
      }
    }
  }

  @Test func keysAreSortedOnDemand() throws {
    let value = try JSONValue.parse(#"{"b":1,"a":{"d":1,"c":2}}"#)
    #expect(value.text(sortsKeys: true) == #"{"a":{"c":2,"d":1},"b":1}"#)
  }

  @Test(arguments: [
    ("", 1, 1), ("{", 1, 2), ("[1,]", 1, 4), ("{\"a\":1,\n\"a\":2}", 2, 1), ("01", 1, 1),
    ("1 2", 1, 3), ("\"a", 1, 3), ("\"\\x\"", 1, 3), ("\"\\ud800\"", 1, 8), ("nul", 1, 1),
    ("1e999", 1, 1), ("[1\n,\n!]", 3, 1), ("\"a\tb\"", 1, 3), ("-", 1, 2), ("1.", 1, 3),
    ("{\"a\" 1}", 1, 6), ("{1:2}", 1, 2), ("[1 2]", 1, 4), ("NaN", 1, 1), ("// x", 1, 1),
  ])
  func wrongTextsAreRefusedWithTheirPlace(text: String, line: Int, column: Int) {
    let error = #expect(throws: JSONError.self) { try JSONValue.parse(text) }
    #expect(error?.line == line && error?.column == column, "\(text): \(String(describing: error))")
  }

  @Test func bytesThatAreNotUTF8AreRefused() {
    #expect(throws: JSONError.self) { try JSONValue.parse([0x22, 0xC3, 0x28, 0x22]) }
    #expect(throws: JSONError.self) { try JSONValue.parse([0xEF, 0xBB, 0xBF, 0x31]) }
  }

  @Test func deepNestingIsRefusedNotFatal() {
    let text = String(repeating: "[", count: 100_000)
    let error = #expect(throws: JSONError.self) { try JSONValue.parse(text) }
    #expect(error?.message == "nested too deeply")
  }

  @Test func timesComeBackAsTheyWere() {
    #expect(JSONTimestamp.text(Fixtures.start) == "2024-09-02T10:00:00Z")
    #expect(
      JSONTimestamp.parse("2024-09-02T05:00:00.5-05:00")
        == Fixtures.start + .milliseconds(500))
    var random = TestRandom(seed: 3)
    for _ in 0..<2_000 {
      // Years 1 to 9999.
      let span = UInt64(315_000_000_000) * 1_000_000
      let time = SimTime(
        microseconds: -62_135_596_800_000_000 + Int64(random.next() % span))
      #expect(JSONTimestamp.parse(JSONTimestamp.text(time)) == time)
    }
    for text in [
      "2023-02-29T00:00:00Z", "2024-09-02", "2024-09-02T24:00:00Z", "x", "",
      "2024-09-02T10:00:00", "2024-09-02T10:00:00.Z", "2024-09-02T10:00:00Z ",
    ] {
      #expect(JSONTimestamp.parse(text) == nil, "\(text)")
    }
    _ = JSONTimestamp.text(.distantPast)
    _ = JSONTimestamp.text(.distantFuture)
  }
}
