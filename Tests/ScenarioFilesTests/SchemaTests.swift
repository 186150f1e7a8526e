import Foundation
import Testing

@testable import ScenarioFiles

@Suite struct SchemaTests {
  /// Every property of a schema as a key path, lists marked with `[]`.
  private func paths(_ schema: Any, at path: String = "") -> Set<String> {
    guard let schema = schema as? [String: Any] else { return [] }
    var result: Set<String> = []
    for (key, value) in schema["properties"] as? [String: Any] ?? [:] {
      let place = KeyPathText.join(path, key)
      result.insert(place)
      result.formUnion(paths(value, at: place))
    }
    for alternatives in ["anyOf", "oneOf"] {
      for value in schema[alternatives] as? [Any] ?? [] {
        result.formUnion(paths(value, at: path))
      }
    }
    if let items = schema["items"] { result.formUnion(paths(items, at: path + "[]")) }
    return result
  }

  private func parsed(_ text: String) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
    return try #require(object as? [String: Any])
  }

  @Test func theSchemasAreJSONAndHoldEveryKey() throws {
    for (text, stops) in [
      (ScenarioSchema.json(), TableWalk.scenario), (ScenarioSchema.worldJSON(), TableWalk.world),
    ] {
      let schema = try parsed(text)
      #expect(schema["$schema"] as? String == ScenarioSchema.dialect)
      #expect(paths(schema) == Set(stops.map(\.path)))
      #expect(schema["additionalProperties"] as? Bool == false)
    }
  }

  @Test func everyPropertyIsDescribedAndEveryPatternCompiles() throws {
    var descriptionCount = 0
    func visit(_ value: Any) throws {
      if let list = value as? [Any] { try list.forEach(visit) }
      guard let object = value as? [String: Any] else { return }
      for (_, property) in object["properties"] as? [String: [String: Any]] ?? [:] {
        let description = try #require(property["description"] as? String)
        #expect(!description.isEmpty)
        descriptionCount += 1
      }
      if let pattern = object["pattern"] as? String {
        let expression = try NSRegularExpression(pattern: pattern)
        for example in object["examples"] as? [String] ?? [] {
          let range = NSRange(example.startIndex..., in: example)
          let isBare = Double(example) != nil
          #expect(
            isBare || expression.firstMatch(in: example, range: range) != nil,
            "\(example) against \(pattern)")
        }
      }
      try object.values.forEach(visit)
    }
    try visit(try parsed(ScenarioSchema.json()))
    #expect(descriptionCount > 100)
  }

  @Test func everyKeyHasASentenceAndEveryDefaultFits() {
    for stop in TableWalk.scenario {
      #expect(stop.field.doc.hasSuffix("."), "\(stop.path)")
      guard let value = stop.field.presence.defaultTree else { continue }
      var checker = Checker()
      _ = checker.check(value, stop.field.shape, at: stop.path)
      #expect(checker.problems.isEmpty, "\(stop.path): \(checker.problems)")
    }
  }

  @Test func keysAreLowerSnakeCaseAndUnique() {
    for record in [ScenarioTable.root, WorldTable.root, PipelineTable.pipeline] {
      let keys = record.fields.map(\.key)
      #expect(Set(keys).count == keys.count)
    }
    for stop in TableWalk.scenario {
      let key = KeyPathText.last(stop.path)
      #expect(key.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" }, "\(key)")
    }
  }

  @Test func theReferenceNamesEveryKeyInLinesThatFit() {
    let text = ScenarioSchema.reference() + ScenarioSchema.worldReference()
    for stop in TableWalk.world where stop.path != "name" {
      #expect(text.contains("\n\(stop.path)\n"))
    }
    for stop in TableWalk.scenario where !stop.path.hasPrefix("world.") {
      #expect(text.contains("\(stop.path)\n"))
    }
    for line in text.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
    #expect(ScenarioSchema.help(for: "faults[0].rate")?.contains("for drift") == true)
    #expect(ScenarioSchema.help(for: "pipeline.fusion")?.contains("kalman") == true)
    #expect(ScenarioSchema.help(for: "nothing") == nil)
  }
}
