/// What a survey of the radio links of all homes found.
public struct LinkRecord: Sendable {
  public let lowPower: LinkFigures?
  public let wifi: BurstFigures?

  /// - Parameters:
  ///   - samples: of the low-power links.
  ///   - arrivals: whether each packet arrived, a list a Wi-Fi link.
  public init(_ samples: [LinkSample], arrivals: [[Bool]]) {
    lowPower = LinkFigures(samples)
    wifi = BurstFigures(arrivals.map { LossRun($0) })
  }

  /// One value a figure, for the links of all homes are one lot; no band for one that stands on too
  /// few of them, which takes nothing from the others.
  func rows(_ bands: [MeasuredBand]) -> [Realism.Row] {
    LinkDefinition.all.compactMap { figure in
      guard let lowPower, let value = figure.value(lowPower, wifi) else { return nil }
      return Realism.Row(
        definition: FigureDefinition(
          id: figure.id, unit: figure.unit, meaning: figure.meaning, section: .links,
          value: { _ in nil }),
        simulated: (value, value, value), count: 1, unlikeCount: 0, measured: nil,
        band: figure.band(in: bands, for: lowPower, wifi), shareInside: nil,
        ground: figure.ground(lowPower, wifi))
    }
  }
}
