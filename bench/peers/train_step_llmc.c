// One training step of llm.c's GPT-2 on the CPU: forward, backward, AdamW, on random weights and tokens.
//
// Compile against a checkout of llm.c (train_gpt2.c), as its Makefile does:
//   gcc -Ofast -march=native -fopenmp -DOMP -I LLM_C train_step_llmc.c -lm -o train_step_llmc
// Arguments: layers heads channels vocabulary padded_vocabulary tokens batch steps warm FILE, which is written and removed.
// Prints one line of JSON.
#define TESTING
#include "train_gpt2.c"

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + 1e-9 * t.tv_nsec;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv) {
    if (argc != 11) {
        fprintf(stderr, "layers heads channels vocabulary padded_vocabulary tokens batch steps warm FILE\n");
        return 2;
    }
    long L = atol(argv[1]), NH = atol(argv[2]), C = atol(argv[3]), V = atol(argv[4]), Vp = atol(argv[5]);
    int T = atoi(argv[6]), B = atoi(argv[7]), steps = atoi(argv[8]), warm = atoi(argv[9]);
    long parameters = (Vp + T) * C + L * (12 * C * C + 13 * C) + 2 * C;
    int header[256] = {20240326, 3, T, (int)V, (int)L, (int)NH, (int)C, (int)Vp};
    FILE *file = fopen(argv[10], "wb");
    fwrite(header, sizeof(int), 256, file);
    unsigned long state = 1;
    for (long i = 0; i < parameters; i++) {
        state = state * 6364136223846793005UL + 1442695040888963407UL;
        float weight = 0.02f * ((float)(state >> 40) / (1 << 24) - 0.5f);
        fwrite(&weight, sizeof(float), 1, file);
    }
    fclose(file);
    GPT2 model;
    gpt2_build_from_checkpoint(&model, argv[10]);
    remove(argv[10]);
    int *tokens = malloc(sizeof(int) * B * (T + 1));
    for (int i = 0; i < B * (T + 1); i++) {
        tokens[i] = (int)((i * 7919L + 13) % V);
    }
    double *times = malloc(sizeof(double) * steps);
    for (int step = 0; step < warm + steps; step++) {
        double start = seconds();
        gpt2_forward(&model, tokens, tokens + 1, B, T);
        gpt2_zero_grad(&model);
        gpt2_backward(&model);
        gpt2_update(&model, 1e-4f, 0.9f, 0.999f, 1e-8f, 0.0f, step + 1);
        if (step >= warm) {
            times[step - warm] = seconds() - start;
        }
    }
    qsort(times, steps, sizeof(double), ascending);
    printf("{\"engine\":\"llm.c\",\"medianSeconds\":%.5f,\"loss\":%.4f}\n", times[steps / 2], model.mean_loss);
    return 0;
}
