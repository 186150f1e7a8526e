/// Visits every key of a table once, in order.
enum TableWalk {
  /// A key, where it stands (`faults[].sensors.share`), and its field.
  struct Stop: Sendable {
    var path: String
    var field: Shape.Field
    var depth: Int
    /// The kinds that have this key, where only some have.
    var variants: [String] = []
  }

  static let scenario = stops(of: .record(ScenarioTable.root), at: "", depth: 0)
  static let world = stops(of: .record(WorldTable.root), at: "", depth: 0)

  static func stops(of shape: Shape, at path: String, depth: Int) -> [Stop] {
    switch shape {
    case .record(let record): return stops(of: record.fields, at: path, depth: depth)
    case .variants(let variants): return stops(of: variants, at: path, depth: depth)
    case .list(let item, _, _): return stops(of: item, at: path + "[]", depth: depth)
    case .either(_, let mapping): return stops(of: mapping, at: path, depth: depth)
    default: return []
    }
  }

  /// A key that means the same in several variants is one stop.
  private static func stops(
    of variants: Shape.Variants, at path: String, depth: Int
  ) -> [Stop] {
    let kind = Shape.Field(
      variants.discriminator, .choice(variants.variants.map(\.word)), .required, variants.doc)
    var fields: [(field: Shape.Field, words: [String])] = []
    for variant in variants.variants {
      for field in variant.fields {
        let index = fields.firstIndex { $0.field.key == field.key && $0.field.doc == field.doc }
        if let index {
          fields[index].words.append(variant.word.text)
        } else {
          fields.append((field, [variant.word.text]))
        }
      }
    }
    var result = stops(of: [kind], at: path, depth: depth)
    for (field, words) in fields {
      var stops = stops(of: [field], at: path, depth: depth)
      if words.count < variants.variants.count { stops[0].variants = words }
      result += stops
    }
    return result
  }

  private static func stops(of fields: [Shape.Field], at path: String, depth: Int) -> [Stop] {
    fields.flatMap { field in
      let place = KeyPathText.join(path, field.key)
      return [Stop(path: place, field: field, depth: depth)]
        + stops(of: field.shape, at: place, depth: depth + 1)
    }
  }

  private static let placesByKey: [String: [String]] = scenario.reduce(into: [:]) { places, stop in
    let key = KeyPathText.last(stop.path)
    if places[key]?.contains(stop.path) != true { places[key, default: []].append(stop.path) }
  }

  /// Where in the table a key of that name stands; sorted as in the table.
  static func places(ofKey key: String) -> [String] { placesByKey[key] ?? [] }
}
