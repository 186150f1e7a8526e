import ArgumentParser
import Sampling
import SeriesCoding
import Telemetry

/// How `hometwin stage sample` thins a series out.
enum SampleMethod: String, CaseIterable, ExpressibleByArgument {
  case fixed
  case coin
  case sendOnDelta = "send-on-delta"
  case swingingDoor = "swinging-door"
  case dualPrediction = "dual-prediction"
  case piecewiseLinear = "piecewise-linear"
  case leastBytes = "least-bytes"

  struct Settings {
    var tolerance = 0.1
    var every = 12

    /// In which values are sent.
    var step: Double { tolerance / 10 }
  }

  /// What is sent of a series and what its receiver makes of it.
  struct Sent {
    var knots: [Knot]
    var step: Double
    var bytes: [UInt8]
    /// At every row.
    var shown: [Double]
    /// No row errs by more; nil where that is not known.
    var bound: Double?
  }

  func send(_ values: [Double], _ settings: Settings) -> Sent? {
    let (tolerance, step) = (settings.tolerance, settings.step)
    switch self {
    case .fixed:
      let kept = Self.kept(values, .fixed(everyTicks: UInt32(settings.every)))
      return Self.lines(kept, values, step: step, bound: nil)
    case .coin: return Self.held(Self.kept(values, .adaptiveNull(chance: 0)), values, step, nil)
    case .sendOnDelta:
      let kept = Self.kept(values, .sendOnDelta(delta: tolerance, heartbeatTicks: .max))
      return Self.held(kept, values, step, tolerance + step / 2)
    case .swingingDoor:
      let kept = Self.kept(values, .swingingDoor(tolerance: tolerance, heartbeatTicks: .max))
      return Self.lines(kept, values, step: step, bound: tolerance + step / 2)
    case .dualPrediction:
      let model = DualPrediction(tolerance: tolerance, step: step, model: .trend(damping: 0.97))
      guard let sent = model.send(values) else { return nil }
      return Sent(
        knots: sent.knots, step: step, bytes: KnotCodec.encode(sent.knots), shown: sent.shown,
        bound: tolerance)
    case .piecewiseLinear:
      // Long series bear knots at every fifth row; a lattice of every row is slow.
      let fit = PiecewiseLinear(tolerance: tolerance, grid: values.count > 5_000 ? 5 : 1)
      return fit.fit(values).map { Self.polygon($0, bound: tolerance) }
    case .leastBytes:
      return PiecewiseLinear.within(rootMeanSquare: tolerance / 2, of: values)
        .map { Self.polygon($0.result, bound: $0.fit.tolerance) }
    }
  }

  private static func polygon(_ found: PiecewiseLinear.Result, bound: Double) -> Sent {
    Sent(
      knots: found.knots, step: found.step, bytes: found.bytes,
      shown: PiecewiseLinear.values(found.knots, step: found.step), bound: bound)
  }

  private static func kept(_ values: [Double], _ method: SamplingMethod) -> [NativeReading] {
    var sampler = EdgeSampler(methods: [method], home: HomeID(0))
    var kept: [NativeReading] = []
    var due = 0
    // One reading more, far away: it closes an open door.
    for (tick, value) in (values + [1e12]).enumerated() where tick >= due {
      let decision = sampler.offer(slot: 0, reading: NativeReading(tick: Int64(tick), value: value))
      if decision.sendCount > 0 { kept.append(decision.first) }
      due = tick + Int(decision.nextAfterTicks)
    }
    return kept.filter { $0.tick < values.count }
  }

  private static func knot(_ reading: NativeReading, _ step: Double) -> Knot {
    Knot(tick: reading.tick, level: Int64((reading.value / step).rounded()))
  }

  /// The receiver draws lines; the last row is sent too.
  private static func lines(
    _ kept: [NativeReading], _ values: [Double], step: Double, bound: Double?
  ) -> Sent {
    var knots = kept.map { knot($0, step) }
    if let last = values.last, knots.last?.tick != Int64(values.count - 1) {
      knots.append(knot(NativeReading(tick: Int64(values.count - 1), value: last), step))
    }
    return Sent(
      knots: knots, step: step, bytes: KnotCodec.encode(knots),
      shown: PiecewiseLinear.values(knots, step: step), bound: bound)
  }

  /// The receiver holds the last value; before the first it shows the first.
  private static func held(
    _ kept: [NativeReading], _ values: [Double], _ step: Double, _ bound: Double?
  ) -> Sent {
    let knots = kept.map { knot($0, step) }
    var shown: [Double] = []
    var next = 0
    for tick in values.indices {
      while next + 1 < knots.count, knots[next + 1].tick <= tick { next += 1 }
      shown.append(knots.isEmpty ? 0 : Double(knots[next].level) * step)
    }
    return Sent(
      knots: knots, step: step, bytes: KnotCodec.encode(knots), shown: shown, bound: bound)
  }
}
