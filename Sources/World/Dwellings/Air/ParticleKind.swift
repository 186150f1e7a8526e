/// What fine particles in the air of rooms are made of, as far as light can tell.
///
/// A gram of soot takes more light out of a beam than a gram of dust: the coefficient says how
/// much, in visible light, scattered and absorbed together.
enum ParticleKind: Sendable {
  /// Over fuels that flame.
  case soot
  /// Over food and wood that char without a flame.
  case charred
  /// Droplets of fat and what else rises from pans.
  case cooking
  /// Whirled up.
  case dust
  /// Carried in with the air outdoors.
  case outdoor

  /// Light that a gram takes out of a beam, m²/g.
  ///
  /// - Source: soot: G. Mulholland and C. Croarkin, *Fire and Materials* 24 (2000), 227-230: 8.7 at
  ///   633 nm. Charred: J. Seader and I. Einhorn, *16th Symposium (International) on Combustion*
  ///   (1977), 1423-1445: 4.4 of smoke by pyrolysis, where flames have 7.6. Others: W. Malm and
  ///   others, *J. Geophys. Res.* 99 (1994), 1347-1370 (the IMPROVE network, dry, at 550 nm): 4 of
  ///   organic matter, 3 of sulphates and nitrates, 1 of fine soil.
  var extinctionM2PerGram: Double {
    switch self {
    case .soot: 8.7
    case .charred: 4.4
    case .cooking: 4
    case .dust: 1
    case .outdoor: 3
    }
  }
}
