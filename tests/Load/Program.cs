using System.Runtime.InteropServices;
using Load;
using Load.Floor;

// The floor is two processes of this program; whoever starts them says which.
switch (args)
{
    case ["floor-front", var postgres, var broker]:
        await FloorFront.RunAsync(postgres, broker);
        return 0;
    case ["floor-worker", var postgres, var broker]:
        await FloorWorker.RunAsync(postgres, broker);
        return 0;
    default:
        using (PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Environment.Exit(1))) // wherever it waits; the orchestrator ends what it started
        {
            return await LoadRun.RunAsync(LoadPlan.Of(args));
        }
}
