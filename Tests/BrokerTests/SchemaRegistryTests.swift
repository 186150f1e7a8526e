import Broker
import Telemetry
import TestSupport
import Testing

@Suite struct SchemaRegistryTests {
  typealias Field = SchemaType.Field

  private static func record(_ fields: [Field]) -> SchemaType {
    .record(name: "r", fields: fields)
  }

  private static let base = record([Field("id", .string), Field("value", .float)])

  /// What one change does to reading in each direction: backward, forward.
  private static let changes: [(String, SchemaType, Bool, Bool)] = [
    ("nothing", base, true, true),
    (
      "a field more with a default",
      record([Field("id", .string), Field("value", .float), Field("n", .int, default: 0)]), true,
      true
    ),
    (
      "a field more without one",
      record([Field("id", .string), Field("value", .float), Field("n", .int)]), false, true
    ),
    ("a field less", record([Field("id", .string)]), true, false),
    ("a wider number", record([Field("id", .string), Field("value", .double)]), true, false),
    ("a narrower number", record([Field("id", .string), Field("value", .int)]), false, true),
    (
      "a field that may be null",
      record([Field("id", .string), Field("value", .optional(.float))]), true, false
    ),
    ("another type", record([Field("id", .long), Field("value", .float)]), false, false),
    ("another name", .record(name: "s", fields: []), false, false),
  ]

  @Test func eachRuleLetsPassWhatItShould() {
    for (name, new, backward, forward) in Self.changes {
      let expected: [(Compatibility, Bool)] = [
        (.none, true), (.backward, backward), (.forward, forward), (.full, backward && forward),
        (.backwardTransitive, backward), (.forwardTransitive, forward),
        (.fullTransitive, backward && forward),
      ]
      for (rule, isAllowed) in expected {
        let reasons = rule.reasons(for: new, after: [(1, Self.base)])
        #expect(reasons.isEmpty == isAllowed, "\(name), \(rule.rawValue): \(reasons)")
      }
    }
  }

  @Test func transitiveRulesLookAtAllVersions() {
    // Each follows the one before it; the third cannot read the first.
    let one = Self.record([Field("id", .string)])
    let two = Self.record([Field("id", .string), Field("n", .int, default: 0)])
    let three = Self.record([Field("id", .string), Field("n", .int)])
    let earlier = [(version: 1, schema: one), (version: 2, schema: two)]
    #expect(Compatibility.backward.reasons(for: three, after: earlier).isEmpty)
    #expect(
      Compatibility.backwardTransitive.reasons(for: three, after: earlier) == [
        "the new schema cannot read version 1: n: the writer has no such field and the reader has "
          + "no default"
      ])
  }

  @Test func nestedTypesAreResolved() {
    let symbols = { (list: [String], fallback: String?) in
      SchemaType.enumeration(name: "e", symbols: list, default: fallback)
    }
    let cases: [(reader: SchemaType, writer: SchemaType, canRead: Bool)] = [
      (symbols(["a", "b"], nil), symbols(["a"], nil), true),
      (symbols(["a"], nil), symbols(["a", "b"], nil), false),
      (symbols(["a"], "a"), symbols(["a", "b"], nil), true),
      (.array(.double), .array(.int), true), (.array(.int), .array(.double), false),
      (.map(.long), .map(.int), true), (.map(.long), .array(.int), false),
      (.union([.string, .double]), .long, true), (.union([.string]), .long, false),
      (.double, .union([.int, .float]), true), (.double, .union([.int, .string]), false),
      (.optional(.long), .optional(.int), true), (.long, .optional(.int), false),
    ]
    for (reader, writer, canRead) in cases {
      #expect(reader.obstacles(toReading: writer).isEmpty == canRead, "\(reader) of \(writer)")
    }
    let outer = SchemaType.record(
      name: "o", fields: [Field("inner", .array(Self.record([Field("x", .int)])))])
    let wider = SchemaType.record(
      name: "o", fields: [Field("inner", .array(Self.record([Field("x", .long)])))])
    #expect(outer.obstacles(toReading: wider) == ["inner[].x: long cannot be read as int"])
  }

  @Test func schemasAreWrittenAndReadAsText() throws {
    let text = """
      {"type":"record","name":"r","fields":[{"name":"a","type":["null","double"],"default":null},\
      {"name":"b","type":{"type":"array","items":{"type":"map","values":"long"}}},\
      {"name":"c","type":{"type":"enum","name":"e","symbols":["x","y"],"default":"x"}}]}
      """
    let schema = try SchemaType(text: text)
    #expect(schema.text == text)
    for (bad, part) in [
      ("{", "1:2"), ("\"decimal\"", "decimal"), ("[]", "empty union"),
      (#"{"type":"record","name":"r"}"#, "fields is missing"),
      (#"{"type":"record","name":"r","fields":[{"name":"a"}]}"#, "\"a\": type is missing"),
      (
        #"{"type":"record","name":"r","fields":[{"name":"a","type":"int","default":"x"}]}"#,
        "a: found \"x\", expected int"
      ),
      (#"{"type":"enum","name":"e","symbols":["x","x"]}"#, "each once"),
      (
        String(repeating: "{\"type\":", count: 60) + "3" + String(repeating: "}", count: 60), "deep"
      ),
    ] {
      do throws(BrokerError) {
        _ = try SchemaType(text: bad)
        Issue.record("\(bad) is no schema")
      } catch {
        #expect(error.description.contains(part), "\(error)")
      }
    }
  }

  @Test func versionsAreKeptAndTheRuleHolds() throws {
    try withFolder { folder in
      let path = folder + "/log.sqlite"
      do {
        let broker = try Broker(path: path, durability: .process)
        let first = try broker.register(Self.base, subject: "s")
        #expect(first.version == 1)
        #expect(try broker.register(Self.base, subject: "s") == first)
        #expect(try broker.register(Self.base, subject: "other").id == first.id)
        let wider = Self.record([Field("id", .string), Field("value", .double, default: 1)])
        #expect(try broker.register(wider, subject: "s").version == 2)
        #expect(try broker.register(wider, subject: "s").version == 2)
        try broker.close()
      }
      let broker = try Broker(path: path, durability: .process)
      #expect(try broker.versions(of: "s").map(\.version) == [1, 2])
      #expect(try broker.subjects() == ["other", "s"])
      do throws(BrokerError) {
        try broker.register(Self.record([Field("unit", .string)]), subject: "s")
        Issue.record("a field without default cannot be added")
      } catch {
        #expect(
          error.description
            == "subject \"s\" (BACKWARD): the new schema cannot read version 2: unit: the writer "
            + "has no such field and the reader has no default")
      }
      try broker.setCompatibility(.none, of: "s")
      #expect(try broker.register(Self.record([Field("unit", .string)]), subject: "s").version == 3)
    }
  }
}
