internal import Clockwork
public import ScenarioFiles

/// Makes a failing scenario small while it fails in the same way.
public struct Shrinker {
  /// What came of it.
  public struct Outcome: Sendable {
    public var sketch: ScenarioSketch
    /// Scenarios that were lived.
    public var tries: Int
    /// Whether nothing more can be taken away; false where the tries were used up.
    public var isMinimal: Bool
  }

  private let budget: Int
  private let fails: (ScenarioSketch) throws -> Bool
  private var known: [ScenarioSketch: Bool] = [:]
  private var tries = 0

  private struct BudgetSpent: Error {}

  /// - Parameters:
  ///   - budget: how many scenarios may be lived.
  ///   - fails: whether a scenario fails in the same way.
  public init(budget: Int, fails: @escaping (ScenarioSketch) throws -> Bool) {
    self.budget = budget
    self.fails = fails
  }

  /// - Parameter sketch: fails.
  /// - Throws: what `fails` throws.
  public mutating func shrink(_ sketch: ScenarioSketch) throws -> Outcome {
    var best = sketch
    do {
      var before: ScenarioSketch
      repeat {
        before = best
        try shrinkParts(&best)
        try shrinkNumbers(&best)
        try shrinkValues(&best)
      } while best != before
      return Outcome(sketch: best, tries: tries, isMinimal: true)
    } catch is BudgetSpent {
      return Outcome(sketch: best, tries: tries, isMinimal: false)
    }
  }

  /// A scenario that fails becomes the best at once, lest the end of the budget lose it.
  private mutating func accepts(
    _ candidate: ScenarioSketch, _ best: inout ScenarioSketch
  ) throws -> Bool {
    if candidate == best { return true }
    if let answer = known[candidate] {
      if answer { best = candidate }
      return answer
    }
    guard tries < budget else { throw BudgetSpent() }
    tries += 1
    let answer = try fails(candidate)
    known[candidate] = answer
    if answer { best = candidate }
    return answer
  }

  // MARK: Passes

  /// Faults and settings, by delta debugging.
  private mutating func shrinkParts(_ best: inout ScenarioSketch) throws {
    let whole = best
    let removable = whole.parts.indices.filter { !whole.parts[$0].isPinned }
    _ = try DeltaDebugging.minimise(removable) { kept in
      var candidate = whole
      let kept = Set(kept)
      candidate.parts = whole.parts.enumerated()
        .filter { $0.element.isPinned || kept.contains($0.offset) }.map(\.element)
      return try accepts(candidate, &best)
    }
  }

  /// Homes, days and history, by bisection.
  private mutating func shrinkNumbers(_ best: inout ScenarioSketch) throws {
    var whole = best
    _ = try DeltaDebugging.smallest(in: 1...max(best.homeCount, 1)) { count in
      var candidate = whole
      candidate.homeCount = count
      return try accepts(candidate, &best)
    }
    whole = best
    try shrinkMinutes(whole.duration, from: 1, &best) { $0.duration = $1 }
    guard let index = best.parts.firstIndex(where: { $0.path == "history" }),
      let text = best.parts[index].value.scalarText, let history = ScenarioSketch.duration(text)
    else { return }
    try shrinkMinutes(history, from: 0, &best) {
      $0.parts[index].value = .scalar(ScenarioSketch.text($1))
    }
  }

  /// Whole hours first, for they read better; then minutes below the least that fails.
  private mutating func shrinkMinutes(
    _ span: SimDuration, from least: Int, _ best: inout ScenarioSketch,
    _ put: (inout ScenarioSketch, SimDuration) -> Void
  ) throws {
    let whole = best
    func with(_ minutes: Int) -> ScenarioSketch {
      var candidate = whole
      put(&candidate, .minutes(Int64(minutes)))
      return candidate
    }
    let exact = Int(span / .minutes(1))
    let most = SimDuration.minutes(Int64(exact)) == span ? exact : exact + 1
    guard most > least else { return }
    if try accepts(with(least), &best) { return }
    var high = most
    let hours = (most + 59) / 60
    let hour = try DeltaDebugging.smallest(in: 0...hours) { count in
      if count == 0 { return false }
      return count * 60 >= most ? true : try accepts(with(count * 60), &best)
    }
    high = min(hour * 60, most)
    let low = max((hour - 1) * 60, least)
    guard high > low else { return }
    _ = try DeltaDebugging.smallest(in: low...high) { minutes in
      if minutes == low { return false }
      return minutes == most ? true : try accepts(with(minutes), &best)
    }
  }

  /// What keys and entries remain inside of parts, one by one.
  private mutating func shrinkValues(_ best: inout ScenarioSketch) throws {
    for index in best.parts.indices {
      if let simplest = best.parts[index].simplest, best.parts[index].value != simplest {
        var candidate = best
        candidate.parts[index].value = simplest
        _ = try accepts(candidate, &best)
      }
      var isSmaller = true
      while isSmaller {
        isSmaller = false
        for value in best.parts[index].value.reductions {
          var candidate = best
          candidate.parts[index].value = value
          if try accepts(candidate, &best) {
            isSmaller = true
            break
          }
        }
      }
    }
  }
}
