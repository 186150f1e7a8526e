import Clockwork
import Sampling
import Telemetry
import Testing

/// Random series of several characters: walks, steps, noise, plateaus.
private func series(seed: UInt64, count: Int) -> [Double] {
  var chance = RandomStream(seed: seed, purpose: Purpose("tests.sampling"), entity: 0)
  let noise = chance.uniform(in: 0...0.2)
  let walk = chance.uniform(in: 0...0.3)
  let jump = chance.uniform(in: 0...0.1)
  var level = 20.0
  return (0..<count).map { _ in
    level += walk * chance.gaussian()
    if chance.bernoulli(jump) { level += chance.uniform(in: -5...5) }
    return ((level + noise * chance.gaussian()) * 100).rounded() / 100
  }
}

private func run(_ method: SamplingMethod, _ values: [Double]) -> [(at: Int64, NativeReading)] {
  var sampler = EdgeSampler(methods: [method], home: HomeID(7))
  var sent: [(at: Int64, NativeReading)] = []
  for (tick, value) in values.enumerated() {
    let decision = sampler.offer(
      slot: 0, reading: NativeReading(tick: Int64(tick), value: value))
    if decision.sendCount > 0 { sent.append((Int64(tick), decision.first)) }
    if decision.sendCount > 1 { sent.append((Int64(tick), decision.second)) }
  }
  return sent
}

@Suite struct SamplingTests {
  @Test func swingingDoorInterpolatesWithinTolerance() {
    for seed in 0..<3_000 as Range<UInt64> {
      let tolerance = [0.02, 0.1, 0.5][Int(seed % 3)]
      let values = series(seed: seed, count: 60)
      let sent = run(.swingingDoor(tolerance: tolerance, heartbeatTicks: 40), values).map(\.1)
      var worst = 0.0
      for (a, b) in zip(sent, sent.dropFirst()) {
        #expect(a.tick < b.tick, "seed \(seed)")
        for tick in a.tick...b.tick {
          let share = Double(tick - a.tick) / Double(b.tick - a.tick)
          let line = a.value + share * (b.value - a.value)
          worst = max(worst, (line - values[Int(tick)]).magnitude)
        }
      }
      #expect(sent.count >= 2, "seed \(seed)")
      #expect(worst <= tolerance + 1e-9, "seed \(seed): error \(worst) above \(tolerance)")
    }
  }

  @Test func swingingDoorSendsALineAsItsEndsOnly() {
    let values: [Double] = (0..<200).map { (tick: Int) -> Double in
      tick < 100 ? 20 + 0.05 * Double(tick) : 35 - 0.1 * Double(tick)
    }
    let sent = run(.swingingDoor(tolerance: 0.01, heartbeatTicks: 1_000), values)
    #expect(sent.map(\.1.tick).prefix(2) == [0, 100])
    #expect(sent.count == 2)
  }

  @Test(arguments: [1, 2, 15, 60] as [UInt32])
  func heartbeatBreaksEverySilence(heartbeat: UInt32) {
    let still = [Double](repeating: 21, count: 500)
    for method in [
      SamplingMethod.swingingDoor(tolerance: 0.1, heartbeatTicks: heartbeat),
      .sendOnDelta(delta: 0.1, heartbeatTicks: heartbeat),
    ] {
      let sent = run(method, still)
      // The door is a tick late in its first stretch: it archives the reading before.
      for (a, b) in zip(sent, sent.dropFirst()) {
        #expect(b.at - a.at <= max(Int64(method.silenceMaxTicks), 2), "\(method)")
      }
      #expect(500 - sent[sent.count - 1].at <= Int64(max(heartbeat, 2)), "\(method)")
    }
  }

  @Test func heldValueErrsByLessThanDelta() {
    for seed in 0..<1_000 as Range<UInt64> {
      let values = series(seed: seed, count: 80)
      var byTick: [Int64: Double] = [:]
      for (at, reading) in run(.sendOnDelta(delta: 0.25, heartbeatTicks: 30), values) {
        #expect(at == reading.tick)
        byTick[at] = reading.value
      }
      var held = Double.nan
      for (tick, value) in values.enumerated() {
        held = byTick[Int64(tick)] ?? held
        #expect((held - value).magnitude < 0.25, "seed \(seed), tick \(tick)")
      }
    }
  }

  @Test func fixedPeriodSendsAllAndSleeps() {
    var sampler = EdgeSampler(
      methods: [.fixed(everyTicks: 5), .fixed(everyTicks: 0)], home: HomeID(0))
    for (slot, ticks) in [(0, 5), (1, 1)] as [(Int, UInt32)] {
      for tick in 0..<20 as Range<Int64> {
        let decision = sampler.offer(slot: slot, reading: NativeReading(tick: tick, value: 3))
        #expect(decision.sendCount == 1)
        #expect(decision.first == NativeReading(tick: tick, value: 3))
        #expect(decision.nextAfterTicks == ticks)
      }
    }
  }

  @Test func dataPlanSamplerNeverAdapts() {
    var sampler = AdaptiveSampler(chance: 0, entity: 3)
    var kept = 0
    for tick in 0..<20_000 as Range<Int64> {
      // Its spread grows a thousandfold on the way.
      let value = Double(tick % 7) * Double(tick)
      kept += Int(sampler.offer(NativeReading(tick: tick, value: value)).sendCount)
      #expect(sampler.rate == 0.1)
    }
    // Binomial: sd 42.
    #expect((1_830...2_170).contains(kept), "kept \(kept)")
  }

  @Test func itsCoinIsKeyedByChance() {
    func kept(_ chance: UInt64) -> [Int64] {
      var sampler = AdaptiveSampler(chance: chance, entity: 3)
      return (0..<2_000 as Range<Int64>).filter {
        sampler.offer(NativeReading(tick: $0, value: 20)).sendCount == 1
      }
    }
    #expect(kept(1) == kept(1))
    // Two coins of a tenth agree on 20 of 2,000 by luck; sd 4.4.
    #expect(Set(kept(1)).intersection(kept(2)).count < 45)
  }

  @Test func aSlotSeesItsOwnReadingsOnly() {
    let methods: [SamplingMethod] = [
      .sendOnDelta(delta: 0.3, heartbeatTicks: 20), .adaptiveNull(chance: 0),
      .swingingDoor(tolerance: 0.1, heartbeatTicks: 20),
      .swingingDoor(tolerance: 0.1, heartbeatTicks: 20),
    ]
    func tracks(noisySlot: Int?) -> [[NativeReading]] {
      var sampler = EdgeSampler(methods: methods, home: HomeID(1))
      var sent = [[NativeReading]](repeating: [], count: methods.count)
      let values = methods.indices.map { slot in
        series(seed: UInt64(slot == noisySlot ? 999 : slot), count: 300)
      }
      for tick in 0..<300 {
        for slot in methods.indices {
          let reading = NativeReading(tick: Int64(tick), value: values[slot][tick])
          let decision = sampler.offer(slot: slot, reading: reading)
          if decision.sendCount == 1 { sent[slot].append(decision.first) }
        }
      }
      return sent
    }
    let usual = tracks(noisySlot: nil)
    for noisy in methods.indices {
      let other = tracks(noisySlot: noisy)
      for slot in methods.indices where slot != noisy { #expect(usual[slot] == other[slot]) }
    }
  }
}
