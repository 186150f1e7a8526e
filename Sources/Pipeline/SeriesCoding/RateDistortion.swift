internal import Quantities

/// How few bytes a Gaussian series of a file's spectrum could take at a mean squared error.
///
/// The spectrum is Welch's: overlapping stretches, each less its mean and under a Hann window. It
/// is
/// filled with water from below: what lies under the level is not told at all.
///
/// - Source: Welch 1967; Berger 1971, "Rate distortion theory", section 4.5; Cover and Thomas 2006,
///   section 10.3.3 (reverse water-filling).
public struct RateDistortion: Sendable {
  /// Power at each bin of a stretch; their mean is the variance.
  private let power: [Double]
  private let count: Int

  /// - Parameter values: finite; at least 16.
  public init?(_ values: [Double]) {
    guard values.count >= 16, values.allSatisfy(\.isFinite) else { return nil }
    count = values.count
    var size = 16
    while size * 2 <= max(values.count / 8, min(values.count, 256)) { size *= 2 }
    let window = (0..<size).map {
      0.5 - 0.5 * Elementary.cos(2 * Double.pi * Double($0) / Double(size))
    }
    let weight = window.reduce(0) { $0 + $1 * $1 }
    var sums = [Double](repeating: 0, count: size)
    var stretches = 0
    for start in stride(from: 0, through: values.count - size, by: size / 2) {
      let stretch = values[start..<(start + size)]
      let mean = stretch.reduce(0, +) / Double(size)
      var real = zip(stretch, window).map { ($0 - mean) * $1 }
      var imaginary = [Double](repeating: 0, count: size)
      Self.transform(&real, &imaginary)
      for bin in 0..<size {
        sums[bin] += (real[bin] * real[bin] + imaginary[bin] * imaginary[bin]) / weight
      }
      stretches += 1
    }
    power = sums.map { $0 / Double(stretches) }
  }

  /// The variance that the spectrum holds.
  public var variance: Double { power.reduce(0, +) / Double(power.count) }

  /// - Parameter rootMeanSquare: of the error, above 0.
  /// - Returns: 0 from the series' own spread on.
  public func bytes(at rootMeanSquare: Double) -> Double {
    let goal = rootMeanSquare * rootMeanSquare
    guard goal > 0, goal < variance else { return goal > 0 ? 0 : .infinity }
    var (low, high) = (0.0, power.max() ?? 0)
    for _ in 0..<200 {
      let level = (low + high) / 2
      let error = power.reduce(0) { $0 + min($1, level) } / Double(power.count)
      if error < goal { low = level } else { high = level }
    }
    let bits = power.reduce(0) { $1 > high ? $0 + 0.5 * Elementary.log2($1 / high) : $0 }
    return bits / Double(power.count) * Double(count) / 8
  }

  /// The fast Fourier transform of Cooley and Tukey 1965; the count is a power of two.
  private static func transform(_ real: inout [Double], _ imaginary: inout [Double]) {
    let count = real.count
    var mirror = 0
    for place in 1..<count {
      var bit = count >> 1
      while mirror & bit != 0 {
        mirror ^= bit
        bit >>= 1
      }
      mirror |= bit
      if place < mirror {
        real.swapAt(place, mirror)
        imaginary.swapAt(place, mirror)
      }
    }
    let turns = (0..<(count / 2)).map {
      Elementary.sinCos(-2 * Double.pi * Double($0) / Double(count))
    }
    var half = 1
    while half < count {
      for start in stride(from: 0, to: count, by: half * 2) {
        for offset in 0..<half {
          let turn = turns[offset * (count / (half * 2))]
          let (a, b) = (start + offset, start + offset + half)
          let x = real[b] * turn.cos - imaginary[b] * turn.sin
          let y = real[b] * turn.sin + imaginary[b] * turn.cos
          real[b] = real[a] - x
          imaginary[b] = imaginary[a] - y
          real[a] += x
          imaginary[a] += y
        }
      }
      half *= 2
    }
  }
}
