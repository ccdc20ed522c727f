namespace Azukari.Company.Sample;

/// <summary>A real postal code and its town; the streets and houses built on it are not real.</summary>
internal sealed record SpecimenPlace(string PostalCode, string Prefecture, string City, string Town);

/// <summary>The few dozen places where the sample people live, from the table beside this file (which names its source).</summary>
internal static class SpecimenPlaces
{
    public static IReadOnlyList<SpecimenPlace> All { get; } = Read();

    private static List<SpecimenPlace> Read()
    {
        using var reader = new StreamReader(typeof(SpecimenPlaces).Assembly.GetManifestResourceStream("postal-codes.tsv")!);
        var places = new List<SpecimenPlace>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var cells = line.Split('\t');
            places.Add(new SpecimenPlace(cells[0], cells[1], cells[2], cells[3]));
        }

        return places;
    }
}
