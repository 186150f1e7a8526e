internal import Clockwork
internal import Quantities
internal import Truth

/// Holds the current of every circuit against the breaker that an electrician put before it.
///
/// The breaker follows from codes and nameplates (``Breaker``), the current from what goes on in
/// the home, minute by minute; nobody in these homes has to reset one, so more than that is a bug.
struct CircuitGuard: Sendable {
  /// Of one circuit.
  private struct Branch: Sendable {
    var circuit: Circuit
    /// Voltage at which it lies, V.
    var nominalV: Double
    var breakerA: Double
    var flow: CircuitFlow
  }

  /// What rounding of meters of 1 MWh can come to, A.
  private static let roundingA = 1e-3

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
    let perAmpere = 3.6e6 / (seconds * voltage)
    for index in branches.indices {
      let branch = branches[index]
      let flow = dwelling.flow(branch.circuit)
      if flow == branch.flow { continue }
      branches[index].flow = flow
      let active = (flow.activeKWh - branch.flow.activeKWh) * perAmpere / branch.nominalV
      let reactive = (flow.reactiveKVArh - branch.flow.reactiveKVArh) * perAmpere / branch.nominalV
      let limitA = Breaker.minuteShare * branch.breakerA + Self.roundingA
      guard active >= -Self.roundingA, active * active + reactive * reactive <= limitA * limitA
      else {
        let foundA = (active * active + reactive * reactive).squareRoot()
        record.note(
          Implausibility(
            .circuitRating, at: dwelling.time, "the circuit of \(branch.circuit.name)",
            found: "\(brief(active < 0 ? active : foundA)) A",
            expected: "0 to \(brief(Breaker.minuteShare * branch.breakerA)) A"))
        continue
      }
    }
  }
}
