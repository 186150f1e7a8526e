public import StateSpace
internal import Clockwork

/// Ways to make one value of the benchmark's three sensors.
public enum FusionContender: String, CaseIterable, Sendable {
  case dataPlan = "inverse variance read as sd (the data plan's)"
  case inverseVariance = "inverse variance"
  case kalman = "Kalman"
  case gatedKalman = "Kalman, chi-square gate .999"
  case biasStates = "the same with bias states"
  case smoother = "RTS smoother"
  case bank = "bank of hypotheses"
  case smoothedBank = "bank, smoothed"

  /// RMSE as published, in the order of ``FusionScenario``; nil where nothing was.
  public var published: [Double?] {
    switch self {
    case .dataPlan: [0.222, 0.301, 0.433, 0.252, 0.855, 0.236, 1.10]
    case .inverseVariance: [0.217, 0.263, 0.503, 0.245, 0.904, 0.237, 1.16]
    case .kalman: [0.0658, 0.164, 0.459, 0.079, 0.223, 0.131, 0.638]
    case .gatedKalman: [0.0661, 0.160, 0.399, 0.080, 0.067, 0.132, 0.634]
    case .biasStates: [0.077, 0.285, 0.331, 0.087, 0.078, 0.121, 0.563]
    case .smoother: [0.0366, 0.153, 0.455, 0.044, 0.123, 0.120, 0.609]
    case .bank, .smoothedBank: [Double?](repeating: nil, count: FusionScenario.allCases.count)
    }
  }

  /// - Returns: a score a step, from the first one at which something was read.
  public func score(_ record: FusionRecord) -> EstimateScore {
    switch self {
    case .dataPlan: weighted(record) { 1 / $0 }
    case .inverseVariance: weighted(record) { 1 / ($0 * $0) }
    case .kalman: filtered(record, .none)
    case .smoother: filtered(record, .none, smooths: true)
    case .gatedKalman: filtered(record, Self.gated)
    case .biasStates:
      filtered(record, Self.gated, conditions: FusionRecord.noise.map { _ in .biased })
    case .bank: filtered(record, SensorFaults())
    case .smoothedBank: filtered(record, SensorFaults(), smooths: true)
    }
  }

  private static let gated = {
    var faults = SensorFaults.none
    faults.outliers = .gate(SensorFaults.gate999)
    return faults
  }()

  /// Holds the last value while all are silent.
  private func weighted(_ record: FusionRecord, _ weight: (Double) -> Double) -> EstimateScore {
    var score = EstimateScore()
    var last: (mean: Double, variance: Double)?
    for (truth, row) in zip(record.truth, record.readings) {
      var (sum, weights) = (0.0, 0.0)
      for (reading, sd) in zip(row, FusionRecord.noise) {
        guard let reading else { continue }
        sum += weight(sd) * reading
        weights += weight(sd)
      }
      if weights > 0 { last = (sum / weights, 1 / weights) }
      guard let last else { continue }
      score.add(mean: last.mean, variance: last.variance, truth: truth)
    }
    return score
  }

  private func filtered(
    _ record: FusionRecord, _ faults: SensorFaults, conditions: [SensorCondition]? = nil,
    smooths: Bool = false
  ) -> EstimateScore {
    let filter = FusionFilter(
      FusionRecord.process, sensors: FusionRecord.noise.map { SensorNoise(sd: $0) },
      faults: faults, level: FusionRecord.process.mean, levelSD: 1, conditions: conditions)
    var score = EstimateScore()
    // What is silent for all asks for a prediction: a reading that is none.
    let pass = FusionPass(record.table, by: filter, smooths: smooths)
    for (moment, truth) in zip(pass.moments, record.truth) {
      score.add(mean: moment.level.mean, variance: moment.level.variance, truth: truth)
    }
    return score
  }
}

extension FusionRecord {
  /// As readings in order of time; a silent sensor's are not numbers.
  public var table: [FusionPass.Reading] {
    readings.enumerated().flatMap { step, row in
      row.enumerated().map { sensor, value in
        FusionPass.Reading(
          time: SimTime(microseconds: Int64(step) * Int64(Self.stepSeconds * 1e6)),
          sensor: sensor, value: value ?? .nan)
      }
    }
  }
}

/// Scores of one contender in one scenario, a mean over seeds.
public struct FusionResult: Hashable, Sendable {
  public var rmse = 0.0
  public var rmseMax = 0.0
  public var nees = 0.0
  public var coverage = 0.0

  /// - Precondition: there is a seed.
  public init(_ contender: FusionContender, _ scenario: FusionScenario, seeds: ClosedRange<UInt64>)
  {
    let share = 1 / Double(seeds.count)
    for seed in seeds {
      let score = contender.score(FusionRecord(scenario, seed: seed))
      rmse += share * score.rootMeanSquare
      rmseMax = max(rmseMax, score.rootMeanSquare)
      nees += share * score.nees
      coverage += share * score.coverage
    }
  }
}
