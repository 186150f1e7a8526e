import Clockwork
import Foundation
import Testing

@testable import Dwellings

@Suite struct DiscreteStepTests {
  /// A random network: symmetric conductances, positive capacities, losses to outside.
  static func network(seed: UInt64, size: Int) -> SquareMatrix {
    let key = RandomKey(seed: seed, purpose: Purpose("test.network"), entity: 0)
    var matrix = SquareMatrix(size: size)
    var draw: UInt64 = 0
    func next() -> Double {
      draw += 1
      return key.uniform(draw)
    }
    let capacity = (0..<size).map { _ in 1e4 * (1 + 100 * next()) }
    for a in 0..<size {
      matrix[a, a] -= 50 * next() / capacity[a]
      for b in 0..<a {
        let conductance = 200 * next() * next()
        matrix[a, a] -= conductance / capacity[a]
        matrix[a, b] += conductance / capacity[a]
        matrix[b, b] -= conductance / capacity[b]
        matrix[b, a] += conductance / capacity[b]
      }
    }
    return matrix
  }

  static func apply(_ matrix: SquareMatrix, _ x: [Double]) -> [Double] {
    var y = [Double](repeating: 0, count: matrix.stride)
    SquareMatrix.addProduct(matrix.values, x, &y, size: matrix.size, stride: matrix.stride)
    return Array(y[0..<matrix.size])
  }

  @Test func oneStateHasTheKnownSolution() {
    for rate in [1e-6, 1e-3, 0.02, 1.5] {
      var matrix = SquareMatrix(size: 1)
      matrix[0, 0] = -rate
      let step = DiscreteStep(rates: matrix, seconds: 60)
      let decay = exp(-rate * 60)
      let integral = -expm1(-rate * 60) / rate
      #expect(abs(step.transition[0, 0] - decay) < 1e-14)
      #expect(abs(step.input[0, 0] / integral - 1) < 1e-13)
      if rate > 1e-4 {
        #expect(abs(step.inputIntegral[0, 0] / ((60 - integral) / rate) - 1) < 1e-10)
      }
    }
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func sixtyStepsOfASecondEqualOneOfAMinute(seed: UInt64) {
    let rates = Self.network(seed: seed, size: 12)
    let long = DiscreteStep(rates: rates, seconds: 60)
    let short = DiscreteStep(rates: rates, seconds: 1)
    let key = RandomKey(seed: seed, purpose: Purpose("test.state"), entity: 0)
    let x = (0..<12).map { 20 + 10 * key.uniform(UInt64($0)) }
    let f = (0..<12).map { 0.01 * key.uniform(UInt64(100 + $0)) }
    var state = x
    for _ in 0..<60 {
      state = zip(Self.apply(short.transition, state), Self.apply(short.input, f)).map { $0 + $1 }
    }
    let whole = zip(Self.apply(long.transition, x), Self.apply(long.input, f)).map { $0 + $1 }
    for (a, b) in zip(state, whole) { #expect(abs(a - b) < 1e-10, "seed \(seed)") }
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func twoHalvesMakeAWhole(seed: UInt64) {
    let rates = Self.network(seed: seed, size: 7)
    let whole = DiscreteStep(rates: rates, seconds: 600)
    let half = DiscreteStep(rates: rates, seconds: 300)
    var twice = SquareMatrix(size: 7)
    twice.setProduct(half.transition, half.transition)
    var input = SquareMatrix(size: 7)
    input.setProduct(half.transition, half.input)
    input.add(half.input, times: 1)
    for row in 0..<7 {
      for column in 0..<7 {
        #expect(abs(whole.transition[row, column] - twice[row, column]) < 1e-12, "seed \(seed)")
        #expect(abs(whole.input[row, column] - input[row, column]) < 1e-9, "seed \(seed)")
      }
    }
  }

  @Test func meanOverTheStepIsThatOfManySmallSteps() {
    let rates = Self.network(seed: 5, size: 6)
    let x = (0..<6).map { Double(10 + 3 * $0) }
    let f = (0..<6).map { 0.001 * Double($0) }
    let step = DiscreteStep(rates: rates, seconds: 60)
    let mean = zip(Self.apply(step.input, x), Self.apply(step.inputIntegral, f)).map {
      ($0 + $1) / 60
    }
    // Simpson's rule on exact states half a second apart.
    let short = DiscreteStep(rates: rates, seconds: 0.5)
    var state = x
    var sum = [Double](repeating: 0, count: 6)
    for i in 0...120 {
      let weight: Double = i == 0 || i == 120 ? 1 : (i % 2 == 1 ? 4 : 2)
      for j in 0..<6 { sum[j] += weight * state[j] / 360 }
      state = zip(Self.apply(short.transition, state), Self.apply(short.input, f)).map { $0 + $1 }
    }
    for j in 0..<6 { #expect(abs(sum[j] - mean[j]) < 1e-9) }
  }
}
