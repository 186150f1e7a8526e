/// What keeps two sides from being compared.
public enum TrialsError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The worlds of a seed differ: the simulator or the scenario's world changed.
  case worldChanged(seed: UInt64, base: String, candidate: String)
  case seedsDiffer(base: [UInt64], candidate: [UInt64])
  /// A file that is no sweep of this version, or was damaged.
  case damaged(SweepFile, path: String, found: String, expected: String)
  /// A baseline of another scenario.
  case otherScenario(path: String, found: String, expected: String)
  /// A name that no score has.
  case unknownScore(_ option: String, String, nearest: String?)
  /// Parts of a sweep that do not belong together.
  case parts(found: String, expected: String)
  /// Kept scores from which no decisions can be drawn.
  case rates(found: String, expected: String)
  /// A score whose error cannot be divided.
  case budget(id: String, found: String)

  public var description: String {
    switch self {
    case .worldChanged(let seed, let base, let candidate):
      "seed \(seed): world changed, not comparable (base \(base), candidate \(candidate)); "
        + "accept a new baseline with --accept --because \"...\", or run both sides with one build"
    case .seedsDiffer(let base, let candidate):
      "base has seeds \(Self.text(base)), candidate \(Self.text(candidate)); expected the same"
    case .damaged(let file, let path, let found, let expected):
      "\(path): found \(found), expected \(expected); \(file.remedy)"
    case .otherScenario(let path, let found, let expected):
      "\(path): found a baseline of \(found), expected one of \(expected)"
    case .unknownScore(let option, let id, let nearest):
      "\(option): found \"\(id)\", expected a score's id"
        + (option == "--score" ? " or its beginning" : "")
        + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
    case .rates(let found, let expected): "--rates: found \(found), expected \(expected)"
    case .parts(let found, let expected): "found \(found), expected \(expected)"
    case .budget(let id, let found):
      "--score \(id): found \(found), expected one with a perfect value and an oracle in every "
        + "life, such as fusion.temperature.rmse_k"
    }
  }

  static func text(_ seeds: [UInt64]) -> String {
    guard let first = seeds.first, let last = seeds.last else { return "none" }
    return "\(first)...\(last) (\(seeds.count))"
  }
}
