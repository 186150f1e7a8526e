internal import CGSL

/// The simplex minimiser of Nelder and Mead (*Computer Journal* 7, 1965), `nmsimplex2` of GSL.
public struct NelderMead: Sendable {
  /// The most iterations of one descent.
  public var iterationMax: Int
  /// A descent ends when the mean distance of the corners from their centre is below this.
  public var sizeTolerance: Double
  /// Fresh simplexes put around the best point, which free a collapsed simplex.
  public var restartCount: Int

  /// Where a minimisation ended.
  public struct Minimum: Hashable, Sendable {
    public let point: [Double]
    public let value: Double
    public let iterationCount: Int
    /// Whether the last descent met the tolerance before its limit.
    public let hasConverged: Bool
  }

  public init(iterationMax: Int = 1_000, sizeTolerance: Double = 1e-8, restartCount: Int = 0) {
    self.iterationMax = iterationMax
    self.sizeTolerance = sizeTolerance
    self.restartCount = restartCount
  }

  /// Searches a local minimum from a start with one first step per coordinate.
  ///
  /// A function value that is not finite counts as very bad, so constraints may return infinity.
  ///
  /// - Throws: ``NumericsError/invalidArgument(operation:reason:)`` if the start has no finite
  ///   value or a step is zero.
  public func minimise(
    from start: [Double], steps: [Double], _ function: ([Double]) -> Double
  ) throws(NumericsError) -> Minimum {
    let operation = "Nelder-Mead"
    guard !start.isEmpty, steps.count == start.count else {
      throw .sizeMismatch(
        operation: operation, expected: "a start and one step per coordinate",
        found: "\(start.count) coordinates and \(steps.count) steps")
    }
    guard steps.allSatisfy({ $0 != 0 && $0.isFinite }), start.allSatisfy(\.isFinite) else {
      throw .invalidArgument(
        operation: operation, reason: "a step is zero or a coordinate is not finite")
    }
    guard function(start).isFinite else {
      throw .invalidArgument(operation: operation, reason: "no finite value at the start")
    }
    var best = try descend(from: start, steps: steps, function)
    for _ in 0..<max(0, restartCount) {
      let again = try descend(from: best.point, steps: steps, function)
      let improved = again.value < best.value
      best = Minimum(
        point: improved ? again.point : best.point, value: min(again.value, best.value),
        iterationCount: best.iterationCount + again.iterationCount,
        hasConverged: again.hasConverged)
      if !improved { break }
    }
    return best
  }

  private func descend(
    from start: [Double], steps: [Double], _ function: ([Double]) -> Double
  ) throws(NumericsError) -> Minimum {
    let result: Result<Minimum, NumericsError> = withoutActuallyEscaping(function) { escapable in
      let box = Objective(escapable)
      return withExtendedLifetime(box) { run(box, start, steps) }
    }
    return try result.get()
  }

  private func run(
    _ box: Objective, _ start: [Double], _ steps: [Double]
  ) -> Result<Minimum, NumericsError> {
    let operation = "Nelder-Mead"
    guard GSL.isReady,
      let state = gsl_multimin_fminimizer_alloc(hometwin_gsl_nmsimplex2(), start.count)
    else {
      return .failure(
        .library(operation: operation, code: Int(GSL_ENOMEM), message: "no memory"))
    }
    defer { gsl_multimin_fminimizer_free(state) }
    var problem = gsl_multimin_function(
      f: { vector, context in
        guard let vector, let context else { return .nan }
        let box = Unmanaged<Objective>.fromOpaque(context).takeUnretainedValue()
        return box.value(at: vector)
      },
      n: start.count, params: Unmanaged.passUnretained(box).toOpaque())
    var (origin, strides) = (start, steps)
    do throws(NumericsError) {
      return try withUnsafeMutablePointer(to: &problem) {
        (problem) throws(NumericsError) -> Result<Minimum, NumericsError> in
        try GSL.check(operation) {
          GSL.withVector(&origin) { origin in
            GSL.withVector(&strides) { gsl_multimin_fminimizer_set(state, problem, origin, $0) }
          }
        }
        var iteration = 0
        var hasConverged = false
        while iteration < iterationMax && !hasConverged {
          iteration += 1
          try GSL.check(operation) { gsl_multimin_fminimizer_iterate(state) }
          hasConverged = gsl_multimin_fminimizer_size(state) < sizeTolerance
        }
        let point = (0..<start.count).map { gsl_vector_get(state.pointee.x, $0) }
        return .success(
          Minimum(
            point: point, value: gsl_multimin_fminimizer_minimum(state),
            iterationCount: iteration, hasConverged: hasConverged))
      }
    } catch {
      return .failure(error)
    }
  }

  /// Carries the Swift closure through GSL's context pointer, which needs an object's identity.
  private final class Objective {
    private let function: ([Double]) -> Double

    init(_ function: @escaping ([Double]) -> Double) { self.function = function }

    func value(at vector: UnsafePointer<gsl_vector>) -> Double {
      let point = (0..<vector.pointee.size).map { gsl_vector_get(vector, $0) }
      let value = function(point)
      // GSL would give up on a value that is not finite; only the order of values matters to it.
      return value.isFinite ? value : .greatestFiniteMagnitude
    }
  }
}
