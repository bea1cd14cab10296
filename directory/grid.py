"""Turns a place on the British National Grid into latitude and longitude."""


class Grid:
    """From EPSG:27700 (metres east and north, OSGB36) to EPSG:4326 (degrees, WGS 84).

    Right to about 5 metres: the Ordnance Survey's finer grid of shifts is not fetched.
    """

    def __init__(self) -> None:
        # Imported here: it costs 0.2 s, and only who loads Code-Point Open needs it.
        from pyproj import Transformer

        self._transformer = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)

    def place(self, eastings: str, northings: str) -> tuple[float, float] | tuple[str, str]:
        """Return latitude and longitude in degrees, empty where the two are no place (0, 0)."""
        if not (eastings.isdecimal() and northings.isdecimal() and int(eastings)):
            return "", ""
        longitude, latitude = self._transformer.transform(int(eastings), int(northings))
        return round(latitude, 6), round(longitude, 6)
