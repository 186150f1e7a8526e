/// How one room's own states move over a step in an air-flow mode; what it exchanges with other
/// rooms is ``RoomExchange``'s.
struct RoomMode: Sendable {
  /// Air and mass, K.
  var heat: TwoStates
  /// Air and what it wets, kg/kg.
  var vapour: TwoStates
  /// What only moves with the air.
  var gas: GasStep
  /// Mean heat loss over a step, W, a unit of the state before it and of the forcing.
  var lossOfState: SIMD2<Double>
  var lossOfInput: SIMD2<Double>
  /// From outdoors, m³/s.
  var outdoorFlow: Double
}

/// x(t + h) = E x(t) + G f of two states that exchange with each other.
struct TwoStates: Sendable {
  /// Columns of E and of G.
  var transition: (SIMD2<Double>, SIMD2<Double>)
  var input: (SIMD2<Double>, SIMD2<Double>)

  init(_ step: DiscreteStep) {
    func columns(_ matrix: SquareMatrix) -> (SIMD2<Double>, SIMD2<Double>) {
      (SIMD2(matrix[0, 0], matrix[1, 0]), SIMD2(matrix[0, 1], matrix[1, 1]))
    }
    transition = columns(step.transition)
    input = columns(step.input)
  }

  @inline(__always)
  func after(_ state: SIMD2<Double>, _ forcing: SIMD2<Double>) -> SIMD2<Double> {
    transition.0 * state.x + transition.1 * state.y + input.0 * forcing.x + input.1 * forcing.y
  }
}

/// x(t + h) = E x(t) + G f of one state.
struct GasStep: Sendable {
  var transition: Double
  /// Seconds.
  var input: Double

  @inline(__always)
  func after(_ state: Double, _ forcing: Double) -> Double {
    transition * state + input * forcing
  }
}
