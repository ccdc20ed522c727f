using Azukari.Bench;
using Azukari.Bench.Measuring;

if (BenchOptions.Parse(args, out var complaint) is not { } options)
{
    Console.Error.WriteLine(complaint);
    Console.Error.WriteLine(BenchOptions.Usage);
    return 2;
}

try
{
    var results = await Catalogue.RunAsync(options, CancellationToken.None);
    Console.Write(options.Json ? Report.Json(results, options) : Report.Table(results, options));
    return 0;
}
catch (MeasurementException wrong)
{
    Console.Error.WriteLine($"The measurement is void: {wrong.Message}");
    return 1;
}
