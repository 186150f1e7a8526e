import Clockwork
import Foundation
import TestSupport
import Testing

@testable import Realism

/// Measured links, where they are beside the checkout.
private enum LinkData {
  static let folder = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    .appendingPathComponent("../shared/data/network").standardizedFileURL

  static var isThere: Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent("grenoble.k7.gz").path)
  }

  /// The rows of a compressed comma-separated file.
  static func rows(_ name: String) throws -> [[Substring]] {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gunzip", "-c", folder.appendingPathComponent(name).path]
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
  }
}

@Suite struct LinkFiguresTests {
  private func sample(
    _ source: Int, _ destination: Int, _ dBm: Double, _ delivery: Double, channel: Int = 11
  ) -> LinkSample {
    LinkSample(
      source: source, destination: destination, channel: channel, signalDBm: dBm,
      delivery: delivery)
  }

  @Test func figuresOfAHandfulOfLinks() throws {
    let figures = try #require(
      LinkFigures([
        sample(1, 2, -70.5, 1), sample(1, 2, -70.5, 0.9), sample(2, 1, -70.5, 0.85),
        sample(1, 3, -89.5, 0.2), sample(3, 1, -88, 0.5),
      ]))
    #expect(figures.linkCount == 4)
    #expect((figures.deliveryBySignal[-72] ?? 0) == (1 + 0.9 + 0.85) / 3)
    // Of the testbed's samples 732 lie in the half dB of the first and 1,830 in the second's.
    let crowded = (732 * 0.2 + 1_830 * 0.5) / (732 + 1_830)
    #expect(((figures.deliveryBySignal[-90] ?? 0) - crowded).magnitude < 1e-12)
    // The testbed has 33 links in the upper class and 111 in the lower: 16.5 and 55.5 each.
    #expect(figures.deliveryQuantiles[0] == 0.2 && figures.deliveryQuantiles[2] == 0.5)
    #expect(figures.deliveryQuantiles[4] == 0.95)
    #expect(figures.plainDeliveryQuantiles[2] == 0.5)
    #expect(((figures.asymmetryMedian ?? 0) - 0.3).magnitude < 1e-12)
    #expect(((figures.plainAsymmetryMedian ?? 0) - 0.1).magnitude < 1e-12)
    #expect(figures.signalSD == nil)
    #expect(LinkFigures([]) == nil)
  }

  /// Within a class the weights add up to its members, whatever their places; beyond the half dBs
  /// that are known, and where the testbed has nothing, all are even.
  @Test func classesAreWeighedWithin() {
    let signals = [-86.9, -86.8, -86.4, -70, -71, -92.9, -92.1]
    let weights = SampleMix.weightsWithinClass(signals)
    let sum = 6_804.0 + 9_461
    for (weight, expected) in zip(
      weights, [1.5 * 6_804 / sum, 1.5 * 6_804 / sum, 3 * 9_461 / sum, 1, 1, 1, 1])
    {
      #expect((weight - expected).magnitude < 1e-12)
    }
  }

  @Test func powerVariesByItsDeviation() throws {
    let figures = try #require(
      LinkFigures((0..<16).map { sample(1, 2, $0 % 2 == 0 ? -72 : -68, 1, channel: 11 + $0) }))
    #expect(figures.signalSD == 2)
    #expect(figures.asymmetryMedian == nil)
  }

  @Test func aRunOfLossesIsCounted() {
    let run = LossRun([true, true, false, false, false, true, false])
    #expect(run == LossRun(goodCount: 3, goodToBadCount: 2, badCount: 3, badToGoodCount: 1))
    #expect(run.delivery == 0.5)
    #expect(LossRun([Bool]()).delivery == 0)
  }

  /// A chain of known transitions gives them back: 200 links of 300 packets, four deviations.
  @Test(arguments: [(0.15, 0.32), (0.2, 0.28), (0.05, 0.6)])
  func theChainIsRecovered(into: Double, out: Double) throws {
    let runs = (0..<200 as Range<UInt64>).map { link in
      var chance = RandomStream(seed: 7, purpose: Purpose("test.chain"), entity: link)
      var isBad = chance.uniform() < into / (into + out)
      return LossRun(
        (0..<300).map { _ in
          isBad = isBad ? chance.uniform() >= out : chance.uniform() < into
          return !isBad
        })
    }
    // Links that do not lose, or lose all, do not blur it.
    let others = [LossRun([Bool](repeating: true, count: 300)), LossRun([false, false, true])]
    let figures = try #require(BurstFigures(runs + others))
    #expect(figures.linkCount == 200)
    let good = 59_800 * out / (into + out)
    let bad = 59_800 - good
    #expect((figures.goodToBad - into).magnitude < 4 * (into * (1 - into) / good).squareRoot())
    #expect((figures.badToGood - out).magnitude < 4 * (out * (1 - out) / bad).squareRoot())
    #expect((figures.burstPackets - 1 / figures.badToGood).magnitude < 1e-12)
    #expect(BurstFigures(others) == nil)
  }

  @Test func everyFigureHasItsBand() throws {
    let path = "Worlds/reference/radio-links.json"
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let bands = try MeasuredBand.read([UInt8](data), path: path)
    #expect(Set(bands.map(\.figure)) == Set(LinkDefinition.all.map(\.id)))
    #expect(
      bands.filter { $0.figure == "radio.link_delivery_p5" }.map(\.weakestDBm)
        == [-93, -90, -87, -84])
    #expect(
      bands.filter { $0.figure == "radio.asymmetry_p90" }.map(\.weakestDBm) == [-90, -87, -84])
  }

  /// Five links in every class of power that the testbed knows well, but in the weakest one.
  private func links(weakestCount: Int, weakestDelivery: Double) -> [LinkSample] {
    let well = [-90, -87, -84, -81, -78, -75, -72, -69, -66, -63, -60, -57, -54, -51, -48]
    var node = 1
    func both(_ edge: Int, _ count: Int, _ delivery: Double) -> [LinkSample] {
      (0..<count).flatMap { _ -> [LinkSample] in
        node += 2
        return [
          sample(node, node + 1, Double(edge) + 1, delivery),
          sample(node + 1, node, Double(edge) + 1, delivery - 0.0005),
        ]
      }
    }
    return both(-93, weakestCount / 2, weakestDelivery)
      + well.flatMap { both($0, 5, 1 - Double(-$0) / 100) }
  }

  @Test func aClassOfFewLinksTakesNoVerdictFromOthers() throws {
    let path = "Worlds/reference/radio-links.json"
    let bands = try MeasuredBand.read(
      [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))), path: path)
    func definition(_ id: String) throws -> LinkDefinition {
      try #require(LinkDefinition.all.first { $0.id == "radio.\(id)" })
    }
    let few = try #require(LinkFigures(links(weakestCount: 4, weakestDelivery: 0.001)))
    #expect(few.weakestDBm == -90 && few.pairWeakestDBm == -90)
    #expect(try definition("delivery_at_93").ground(few, nil).linkCount == 4)
    #expect(try definition("delivery_at_93").band(in: bands, for: few, nil) == nil)
    #expect(try definition("delivery_at_90").band(in: bands, for: few, nil) != nil)
    #expect(try definition("link_delivery_p5").band(in: bands, for: few, nil)?.weakestDBm == -90)
    // The few weigh nothing: the weakest of all that count is in the class above.
    #expect(abs(few.deliveryQuantiles[0] - 0.0995) < 1e-12)
    let enough = try #require(LinkFigures(links(weakestCount: 6, weakestDelivery: 0.001)))
    #expect(enough.weakestDBm == -93)
    #expect(try definition("delivery_at_93").band(in: bands, for: enough, nil) != nil)
    // Ten of 477 are 2.1 %, the next class another 23.3 %.
    #expect(abs(enough.deliveryQuantiles[0] - 0.0995) < 1e-12)
    #expect(abs(enough.deliveryQuantiles[1] - 0.1) < 1e-12)
    // Wi-Fi: nobody heard, no verdict.
    let burst = try #require(LinkDefinition.all.last)
    let ground = burst.ground(few, nil)
    #expect(ground.linkCount == 0 && ground.weakestDBm == nil && !ground.isEnough)
    let record = LinkRecord(links(weakestCount: 4, weakestDelivery: 0.001), arrivals: [])
    let realism = Realism(simulated: [], links: record, bands: bands)
    let text = realism.text(title: "t")
    #expect(text.contains("too few links for ") && text.contains("received at -90 dBm and more"))
    let row = try #require(realism.rows.first { $0.definition.id == "radio.delivery_at_93" })
    #expect(row.isMet == nil && row.ground?.linkCount == 4)
  }

  /// The estimators give back what is said of the testbeds.
  @Test(.enabled(if: LinkData.isThere, "no ../shared/data/network beside the checkout"))
  func theTestbedsLieInTheirBands() throws {
    let samples = try LinkData.rows("grenoble.k7.gz").dropFirst(2).map { row in
      LinkSample(
        source: Int(row[1]) ?? 0, destination: Int(row[2]) ?? 0, channel: Int(row[3]) ?? 0,
        signalDBm: Double(row[4]) ?? 0, delivery: Double(row[5]) ?? 0)
    }
    #expect(samples.count == 108_659)
    let links = try #require(LinkFigures(samples))
    #expect(links.linkCount == 477)
    // At its own mix of power nothing is weighted.
    for (weighted, plain) in zip(links.deliveryQuantiles, links.plainDeliveryQuantiles) {
      #expect((weighted - plain).magnitude < 1e-9)
    }
    // noise, prr, g2b, g, b2g, b, rssi, at five levels of noise.
    let rows = try LinkData.rows("rutgers_links.csv.gz").dropFirst()
    let path = "Worlds/reference/radio-links.json"
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let bands = try MeasuredBand.read([UInt8](data), path: path)
    for noise in ["dbm0", "dbm-5", "dbm-10", "dbm-15", "dbm-20"] {
      let runs = rows.filter { $0[0] == noise }.map { row in
        let counts = row[2...5].map { Int(Double($0) ?? 0) }
        return LossRun(
          goodCount: counts[1], goodToBadCount: counts[0], badCount: counts[3],
          badToGoodCount: counts[2])
      }
      #expect(runs.count == 812)
      let bursts = BurstFigures(runs)
      for definition in LinkDefinition.all {
        let band = try #require(definition.band(in: bands, for: links, bursts))
        let value = try #require(definition.value(links, bursts), "\(definition.id)")
        #expect(band.range.contains(value), "\(noise): \(definition.id) \(value)")
      }
    }
    // Nor does it leave them without its weak links.
    for floor in [-90.0, -87, -84] {
      var sums: [SIMD2<Int>: (sum: Double, count: Double)] = [:]
      for one in samples {
        sums[SIMD2(one.source, one.destination), default: (0, 0)].sum += one.signalDBm
        sums[SIMD2(one.source, one.destination), default: (0, 0)].count += 1
      }
      let strong = samples.filter { one in
        let link = sums[SIMD2(one.source, one.destination)] ?? (0, 1)
        return link.sum / link.count >= floor
      }
      let links = try #require(LinkFigures(strong))
      #expect(links.weakestDBm == Int(floor))
      for definition in LinkDefinition.all where definition.id.hasPrefix("radio.link_") {
        let band = try #require(definition.band(in: bands, for: links, nil))
        let value = try #require(definition.value(links, nil))
        #expect(band.range.contains(value), "\(floor): \(definition.id) \(value)")
      }
    }
  }
}
