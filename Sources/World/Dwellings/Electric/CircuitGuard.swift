internal import Clockwork
internal import Quantities
internal import Truth

/// Holds the current of every circuit against the breaker that an electrician put before it.
///
/// The breaker follows from codes and nameplates (``Breaker``), the current from what goes on in
/// the home, minute by minute; nobody in these homes has to reset one, so more than that is a bug.
///
/// A breaker's strip of two metals warms by the square of the current and forgets with time. With
/// the exponential mean of an hour, 1.13 times the rating never reaches what trips it, and 1.45
/// times from cold does after 56 minutes: both sides of IEC 60898-1, table 7.
struct CircuitGuard: Sendable {
  /// Of one circuit.
  private struct Branch: Sendable {
    var circuit: Circuit
    /// Voltage at which it lies, V.
    var nominalV: Double
    var breakerA: Double
    var flow: CircuitFlow
    /// The current's mean square over the running hour, A².
    var warmthA2 = 0.0
  }

  /// What rounding of meters of 1 MWh can come to, A.
  private static let roundingA = 1e-3

  /// The hour over which a breaker forgets, s.
  private static let memorySeconds = 3_600.0
  /// Less than this is cold, A².
  private static let coldA2 = 1e-12

  /// What is left of the warmth after a step of a length.
  private var fading = (seconds: 0.0, kept: 1.0)
  /// Of the circuits that the home has.
  private var branches: [Branch]
  var count: Int { branches.count }

  init(_ dwelling: Dwelling) {
    branches = Circuit.allCases.filter { dwelling.has($0) }.map { circuit in
      Branch(
        circuit: circuit, nominalV: circuit.nominalV(dwelling.mains),
        breakerA: Breaker.ratedA(circuit, dwelling), flow: dwelling.flow(circuit))
    }
  }

  /// Looks at the step that ended now.
  ///
  /// - Parameter voltage: over the step, over its nominal.
  mutating func look(
    at dwelling: Dwelling, voltage: Double, seconds: Double, _ record: inout PlausibilityRecord
  ) {
    if fading.seconds != seconds {
      fading = (seconds, Elementary.exp(-seconds / Self.memorySeconds))
    }
    let perAmpere = 3.6e6 / (seconds * voltage)
    for index in branches.indices {
      let branch = branches[index]
      let flow = dwelling.flow(branch.circuit)
      if flow == branch.flow {
        if branch.warmthA2 > 0 { warm(index, by: 0) }
        continue
      }
      branches[index].flow = flow
      let active = (flow.activeKWh - branch.flow.activeKWh) * perAmpere / branch.nominalV
      let reactive = (flow.reactiveKVArh - branch.flow.reactiveKVArh) * perAmpere / branch.nominalV
      let squareA2 = active * active + reactive * reactive
      warm(index, by: squareA2)
      let limitA = Breaker.minuteShare * branch.breakerA + Self.roundingA
      guard active >= -Self.roundingA, squareA2 <= limitA * limitA else {
        record.note(
          Implausibility(
            .circuitRating, at: dwelling.time, "the circuit of \(branch.circuit.name)",
            found: "\(brief(active < 0 ? active : squareA2.squareRoot())) A",
            expected: "0 to \(brief(Breaker.minuteShare * branch.breakerA)) A"))
        continue
      }
      let hourA = Breaker.hourShare * branch.breakerA + Self.roundingA
      if branches[index].warmthA2 > hourA * hourA {
        record.note(
          Implausibility(
            .circuitRating, at: dwelling.time, "the circuit of \(branch.circuit.name) in an hour",
            found: "\(brief(branches[index].warmthA2.squareRoot())) A",
            expected: "0 to \(brief(Breaker.hourShare * branch.breakerA)) A"))
      }
    }
  }

  /// Lets a step's current enter a breaker's running hour.
  private mutating func warm(_ index: Int, by squareA2: Double) {
    let warmth = squareA2 + (branches[index].warmthA2 - squareA2) * fading.kept
    // Numbers that fade for ever would become slow ones.
    branches[index].warmthA2 = warmth < Self.coldA2 ? 0 : warmth
  }
}
